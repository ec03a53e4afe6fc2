#include "process.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" char** environ;

namespace stand_in
{
namespace
{
std::string readAll(int descriptor)
{
    std::string text;
    char block[4096];
    for (;;)
    {
        auto count = read(descriptor, block, sizeof block);
        if (count > 0) text.append(block, static_cast<std::size_t>(count));
        else if (count == 0 || errno != EINTR) return text;
    }
}
}

ProcessResult runProcess(const std::vector<std::string>& command)
{
    int channel[2];
    if (pipe2(channel, O_CLOEXEC) != 0) return {-1, std::string("no pipe: ") + std::strerror(errno)};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, channel[1], STDERR_FILENO);
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    pid_t child = 0;
    auto error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(channel[1]);
    if (error != 0)
    {
        close(channel[0]);
        return {-1, command[0] + " could not be started: " + std::strerror(error)};
    }

    ProcessResult result{-1, readAll(channel[0])};
    close(channel[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    if (WIFEXITED(status)) result.status = WEXITSTATUS(status);
    return result;
}
}
