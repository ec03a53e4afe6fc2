// texture2d_array, as far as kernels that fetch and store texels need it: no samplers, no mipmaps.
#pragma once

namespace metal
{
enum class access
{
    sample,
    read,
    write,
    read_write,
};

namespace stand_in
{
// In memory a texel is four 32-bit components of its class, whatever the format.
template <class T> struct texel_component;
template <> struct texel_component<float> { using type = float; };
template <> struct texel_component<half> { using type = float; };
template <> struct texel_component<int> { using type = int; };
template <> struct texel_component<uint> { using type = uint; };

/// The components of a texel that a format keeps; those that it lacks read as 0, 0 and 1.
template <class Component>
inline vector<Component, 4> stored(vector<Component, 4> value, texel_format format)
{
    switch (format)
    {
        case texel_format::r32_float:
        case texel_format::r32_integer:
            return (vector<Component, 4>){value.x, 0, 0, 1};
        case texel_format::rgba16_float:
            return __builtin_convertvector(__builtin_convertvector(value, vector<half, 4>), vector<Component, 4>);
        default:
            return value;
    }
}
}

template <class T, access Access = access::sample>
class texture2d_array
{
    using component = typename stand_in::texel_component<T>::type;
    using texel = stand_in::vector<T, 4>;
    using stored_texel = stand_in::vector<component, 4>;

public:
    texture2d_array(const stand_in::texture_binding& binding, const char* name) : binding(&binding), name(name) {}

    /// The texel at a position.
    texel read(uint2 position, uint layer) const
        requires(Access != access::write)
    {
        stored_texel* found = at(position, layer, "read");
        if constexpr (stand_in::same<T, component>) return *found;
        else return __builtin_convertvector(*found, texel);
    }

    texel read(ushort2 position, ushort layer) const
        requires(Access != access::write)
    {
        return read(__builtin_convertvector(position, uint2), uint(layer));
    }

    /// Stores a texel, rounded to what the format keeps.
    void write(texel value, uint2 position, uint layer) const
        requires(Access == access::write || Access == access::read_write)
    {
        stored_texel wide;
        if constexpr (stand_in::same<T, component>) wide = value;
        else wide = __builtin_convertvector(value, stored_texel);
        *at(position, layer, "written") = stand_in::stored<component>(wide, binding->format);
    }

    void write(texel value, ushort2 position, ushort layer) const
        requires(Access == access::write || Access == access::read_write)
    {
        write(value, __builtin_convertvector(position, uint2), uint(layer));
    }

    uint get_width(uint = 0) const { return binding->width; }

    uint get_height(uint = 0) const { return binding->height; }

    uint get_array_size() const { return binding->layers; }

private:
    __attribute__((always_inline)) stored_texel* at(uint2 position, uint layer, const char* verb) const
    {
        if (__builtin_expect(position.x >= binding->width || position.y >= binding->height || layer >= binding->layers, 0))
            stand_in::texture_fault(verb, name, position.x, position.y, layer, binding);
        return (stored_texel*)binding->texels + (((unsigned long)layer * binding->height + position.y) * binding->width + position.x);
    }

    const stand_in::texture_binding* binding;
    const char* name;
};
}
