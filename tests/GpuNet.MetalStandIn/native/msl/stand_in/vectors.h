// Constructors of vectors: float4(a, b.xy, c), int4(x), uint2(v). clang has no such syntax for its vectors, so that each
// name is also a function-like macro; uses without parentheses remain the type.
#pragma once

namespace metal::stand_in
{
template <class... Parts>
inline constexpr int components = (0 + ... + shape<Parts>::width);

/// Appends the components of one argument; each is converted as an explicit conversion of scalars does.
template <class T, int N, class Part>
inline void append(vector<T, N>& result, int& filled, Part part)
{
    if constexpr (wide<Part>)
    {
        for (int i = 0; i < shape<Part>::width; i++) result[filled++] = T(part[i]);
    }
    else
    {
        result[filled++] = T(part);
    }
}

/// From one scalar, or from as many components as there are.
template <class T, int N, class... Parts>
    requires((sizeof...(Parts) == 1 && components<Parts...> == 1) || components<Parts...> == N)
inline __attribute__((always_inline)) vector<T, N> construct(Parts... parts)
{
    if constexpr (sizeof...(Parts) == 1 && components<Parts...> == 1)
    {
        return vector<T, N>(T(parts...));
    }
    else if constexpr (sizeof...(Parts) == N)
    {
        return (vector<T, N>){T(parts)...};
    }
    else if constexpr (sizeof...(Parts) == 1)
    {
        return __builtin_convertvector((parts, ...), vector<T, N>);
    }
    else
    {
        vector<T, N> result;
        int filled = 0;
        (append<T, N>(result, filled, parts), ...);
        return result;
    }
}
}

/// The bits of a value as another type of the same size.
template <class To, class From>
    requires(sizeof(To) == sizeof(From))
inline __attribute__((always_inline)) To as_type(From from)
{
    return __builtin_bit_cast(To, from);
}

#define float2(...) metal::stand_in::construct<float, 2>(__VA_ARGS__)
#define float3(...) metal::stand_in::construct<float, 3>(__VA_ARGS__)
#define float4(...) metal::stand_in::construct<float, 4>(__VA_ARGS__)
#define half2(...) metal::stand_in::construct<half, 2>(__VA_ARGS__)
#define half3(...) metal::stand_in::construct<half, 3>(__VA_ARGS__)
#define half4(...) metal::stand_in::construct<half, 4>(__VA_ARGS__)
#define int2(...) metal::stand_in::construct<int, 2>(__VA_ARGS__)
#define int3(...) metal::stand_in::construct<int, 3>(__VA_ARGS__)
#define int4(...) metal::stand_in::construct<int, 4>(__VA_ARGS__)
#define uint2(...) metal::stand_in::construct<uint, 2>(__VA_ARGS__)
#define uint3(...) metal::stand_in::construct<uint, 3>(__VA_ARGS__)
#define uint4(...) metal::stand_in::construct<uint, 4>(__VA_ARGS__)
#define short2(...) metal::stand_in::construct<short, 2>(__VA_ARGS__)
#define short3(...) metal::stand_in::construct<short, 3>(__VA_ARGS__)
#define short4(...) metal::stand_in::construct<short, 4>(__VA_ARGS__)
#define ushort2(...) metal::stand_in::construct<ushort, 2>(__VA_ARGS__)
#define ushort3(...) metal::stand_in::construct<ushort, 3>(__VA_ARGS__)
#define ushort4(...) metal::stand_in::construct<ushort, 4>(__VA_ARGS__)
#define char2(...) metal::stand_in::construct<char, 2>(__VA_ARGS__)
#define char3(...) metal::stand_in::construct<char, 3>(__VA_ARGS__)
#define char4(...) metal::stand_in::construct<char, 4>(__VA_ARGS__)
#define uchar2(...) metal::stand_in::construct<uchar, 2>(__VA_ARGS__)
#define uchar3(...) metal::stand_in::construct<uchar, 3>(__VA_ARGS__)
#define uchar4(...) metal::stand_in::construct<uchar, 4>(__VA_ARGS__)
