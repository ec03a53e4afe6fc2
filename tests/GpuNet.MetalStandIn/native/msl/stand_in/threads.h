// Barriers, and the positions that a kernel's parameters may ask for.
#pragma once

namespace metal
{
enum class mem_flags : uint
{
    mem_none = 0,
    mem_device = 1,
    mem_threadgroup = 2,
    mem_texture = 4,
};

/// All threads of the threadgroup must reach the same barrier; the line tells one from another.
inline void threadgroup_barrier(mem_flags, int line = __builtin_LINE()) { stand_in::msl_runtime_calls.barrier(line); }

namespace stand_in
{
/// A position as the type that a parameter asks for.
template <class T>
inline T position(extent from)
{
    using component = typename shape<T>::component;
    if constexpr (shape<T>::width == 1) return component(from.x);
    else if constexpr (shape<T>::width == 2) return (T){component(from.x), component(from.y)};
    else return (T){component(from.x), component(from.y), component(from.z)};
}

/// The positions of one thread.
struct thread_positions
{
    const threadgroup_work& work;
    extent local;

    extent thread_position_in_threadgroup() const { return local; }

    extent threadgroup_position_in_grid() const { return work.group; }

    extent threads_per_threadgroup() const { return work.threads; }

    extent threadgroups_per_grid() const { return work.groups; }

    extent thread_position_in_grid() const
    {
        return {
            work.group.x * work.threads.x + local.x,
            work.group.y * work.threads.y + local.y,
            work.group.z * work.threads.z + local.z};
    }

    extent thread_index_in_threadgroup() const
    {
        return {(local.z * work.threads.y + local.y) * work.threads.x + local.x, 0, 0};
    }
};
}
}
