// Runs a program and takes what it says.
#pragma once
#include <string>
#include <vector>

namespace stand_in
{
struct ProcessResult
{
    /// The exit status; -1 if the program could not be started or ended by a signal.
    int status;

    /// What it wrote to standard error.
    std::string errors;
};

/// Runs a program found in PATH, with no input, and waits for its end.
ProcessResult runProcess(const std::vector<std::string>& command);
}
