// One dispatch of a kernel over a grid of threadgroups, on the processor's threads.
#pragma once
#include "../compiler/compiler.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stand_in
{
struct Dispatch
{
    std::shared_ptr<const CompiledLibrary> library;
    std::size_t kernel;

    /// The value of each function constant of the library, in its order.
    std::vector<std::uint32_t> constants;

    /// By index of the argument tables.
    std::vector<metal::stand_in::buffer_binding> buffers;
    std::vector<metal::stand_in::texture_binding> textures;
    metal::stand_in::extent groups;
    metal::stand_in::extent threads;
};

/// Runs a dispatch to its end. Empty if all went well, else what the first thread that faulted did. One dispatch runs at a
/// time in a process, since the function constants of a library are memory that its kernels share.
std::string run(const Dispatch& dispatch);
}
