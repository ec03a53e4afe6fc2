// From MSL to code in memory. Compiled libraries are kept on disk under a hash of everything that they depend on, so that the
// same source costs a compilation once, and not again until a header, an option or the compiler changes.
#pragma once
#include "../msl/stand_in/abi.h"
#include "program.h"

#include <memory>
#include <string>
#include <vector>

namespace stand_in
{
/// Runs one threadgroup of a kernel without barriers.
using GroupEntry = void (*)(const metal::stand_in::threadgroup_work&);

/// Runs one thread of a kernel with barriers.
using ThreadEntry = void (*)(const metal::stand_in::threadgroup_work&, const metal::stand_in::extent&);

/// A compiled source. It stays loaded until the process ends.
struct CompiledLibrary
{
    Program program;

    /// The entry of each kernel, in the program's order: GroupEntry, or ThreadEntry if the program has barriers.
    std::vector<void*> entries;

    /// The memory of each function constant, in the program's order. The values belong to whichever dispatch runs.
    std::vector<void*> constants;
};

struct Compilation
{
    /// Null if there are errors.
    std::shared_ptr<const CompiledLibrary> library;

    /// What the compilers say, with places in "program_source".
    std::string diagnostics;
};

/// Where the stand-in's headers are (the folder that holds msl/ and opencl/), and where compiled libraries are kept.
void configureCompiler(const std::string& headers, const std::string& cache);

/// What a compiler may do to floats.
enum class FloatMath
{
    /// As written: each operator rounds for itself, and NaN and infinities count.
    Safe,

    /// What Metal does unless it is told otherwise: contraction, reassociation, and no NaN.
    Fast,
};

/// Compiles an MSL source: compiled as C++, checked as OpenCL C++. Any thread may call it.
Compilation compile(const std::string& source, FloatMath math);
}
