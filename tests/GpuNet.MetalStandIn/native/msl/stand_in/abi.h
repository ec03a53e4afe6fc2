// What a compiled library of kernels and the runtime exchange. Both sides include this file.
#pragma once

namespace metal::stand_in
{
/// Memory bound at an index of the buffer argument table, from its offset to the buffer's end.
struct buffer_binding
{
    void* data;
    unsigned long bytes;
};

/// How a write rounds. Texels lie in memory as four 32-bit components whatever their format; a write keeps no more than the
/// format could.
enum class texel_format : unsigned
{
    rgba32_float,
    rgba16_float,
    r32_float,
    rgba32_integer,
    r32_integer,
};

/// A texture: texel (x, y, layer) is at ((layer * height) + y) * width + x, in units of 16 bytes.
struct texture_binding
{
    void* texels;
    unsigned width;
    unsigned height;
    unsigned layers;
    texel_format format;
};

struct extent
{
    unsigned x, y, z;
};

/// One threadgroup's work.
struct threadgroup_work
{
    const buffer_binding* buffers;
    const texture_binding* textures;
    char* threadgroup_memory;
    extent group;
    extent groups;
    extent threads;

    /// Where the loop over threads notes the one that runs, for messages.
    extent* running;
};

/// What a compiled library calls in the runtime.
struct runtime_calls
{
    /// Ends the thread: an index outside a resource, in units of elements.
    void (*index_fault)(const char* space, const char* resource, long index, unsigned long count);
    /// Ends the thread: a position outside a texture.
    void (*texture_fault)(const char* verb, const char* resource, unsigned x, unsigned y, unsigned layer, const texture_binding* texture);
    /// Ends the thread: an operation that MSL leaves undefined, at a line of the source.
    void (*operation_fault)(const char* what, unsigned line, unsigned column);
    /// Waits for the threadgroup.
    void (*barrier)(int line);
};
}
