// Pointers into buffers and threadgroup memory that know their bounds. The translator writes these types where the source
// has `device T*`, `constant T*`, `threadgroup T*` and `threadgroup T name[N]`.
#pragma once

namespace metal::stand_in
{
/// A pointer of one address space. Pointers of different spaces are different types, as in MSL.
template <class T, class Space>
class bounded_pointer
{
public:
    bounded_pointer(T* data, unsigned long count, const char* name) : data(data), count(count), name(name) {}

    template <class Index>
        requires integer<Index>
    __attribute__((always_inline)) T& operator[](Index index) const
    {
        if (__builtin_expect((unsigned long)long(index) >= count, 0)) index_fault(Space::name, name, long(index), count);
        return data[long(index)];
    }

    T& operator*() const { return (*this)[0]; }

    /// To a pointer that only reads.
    operator bounded_pointer<const T, Space>() const
        requires(!__is_const(T))
    {
        return {data, count, name};
    }

private:
    T* data;
    unsigned long count;
    const char* name;
};

struct device_space
{
    static constexpr const char* name = "buffer";
};

struct constant_space
{
    static constexpr const char* name = "constant buffer";
};

struct threadgroup_space
{
    static constexpr const char* name = "threadgroup array";
};

template <class T>
using device_pointer = bounded_pointer<T, device_space>;
template <class T>
using constant_pointer = bounded_pointer<const T, constant_space>;
template <class T>
using threadgroup_pointer = bounded_pointer<T, threadgroup_space>;

/// An array that the threads of a threadgroup share: N elements at an offset of the threadgroup's memory.
template <class T, unsigned long N>
class threadgroup_array
{
public:
    threadgroup_array(char* memory, unsigned long offset, const char* name) : data((T*)(memory + offset)), name(name) {}

    template <class Index>
        requires integer<Index>
    __attribute__((always_inline)) T& operator[](Index index) const
    {
        if (__builtin_expect((unsigned long)long(index) >= N, 0)) index_fault(threadgroup_space::name, name, long(index), N);
        return data[long(index)];
    }

    operator threadgroup_pointer<T>() const { return {data, N, name}; }

    operator threadgroup_pointer<const T>() const { return {data, N, name}; }

private:
    T* data;
    const char* name;
};

template <class Pointer, class T>
inline Pointer bind(const buffer_binding& binding, const char* name)
{
    return {(T*)binding.data, binding.bytes / sizeof(T), name};
}
}
