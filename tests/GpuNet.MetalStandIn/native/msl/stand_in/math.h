// The functions of <metal_math>, <metal_integer>, <metal_common> and <metal_geometric> that kernels use. An overload exists
// where Metal has one: (int, uint) is ambiguous here as it is there.
#pragma once

namespace metal
{
using stand_in::not_deduced;

// Functions of one float, component by component. A half is computed as a float and rounded once.
#define MSL_UNARY(name, expression)                                                     \
    inline float name(float x) { return expression; }                                   \
    inline half name(half h)                                                            \
    {                                                                                   \
        float x = h;                                                                    \
        return half(expression);                                                        \
    }                                                                                   \
    template <stand_in::floating_vector V>                                              \
    inline V name(V v)                                                                  \
    {                                                                                   \
        V result;                                                                       \
        for (int i = 0; i < stand_in::shape<V>::width; i++)                             \
            result[i] = name(typename stand_in::shape<V>::component(v[i]));             \
        return result;                                                                  \
    }
MSL_UNARY(floor, __builtin_floorf(x))
MSL_UNARY(ceil, __builtin_ceilf(x))
MSL_UNARY(trunc, __builtin_truncf(x))
MSL_UNARY(rint, __builtin_rintf(x)) // to the even one of two that are equally near
MSL_UNARY(round, __builtin_roundf(x)) // away from zero
MSL_UNARY(fabs, __builtin_fabsf(x))
MSL_UNARY(abs, __builtin_fabsf(x))
MSL_UNARY(sqrt, __builtin_sqrtf(x))
MSL_UNARY(rsqrt, 1.0f / __builtin_sqrtf(x))
MSL_UNARY(exp, __builtin_expf(x))
MSL_UNARY(exp2, __builtin_exp2f(x))
MSL_UNARY(log, __builtin_logf(x))
MSL_UNARY(log2, __builtin_log2f(x))
MSL_UNARY(sin, __builtin_sinf(x))
MSL_UNARY(cos, __builtin_cosf(x))
MSL_UNARY(tanh, __builtin_tanhf(x))
#undef MSL_UNARY

inline float pow(float x, float y) { return __builtin_powf(x, y); }

/// Rounded once.
inline float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }

inline half fma(half a, half b, half c) { return half(__builtin_fma(double(a), double(b), double(c))); }

#ifdef __FMA__
inline float4 fma(float4 a, float4 b, float4 c) { return __builtin_bit_cast(float4, __builtin_ia32_vfmaddps(a, b, c)); }
#else
inline float4 fma(float4 a, float4 b, float4 c)
{
    return (float4){fma(a.x, b.x, c.x), fma(a.y, b.y, c.y), fma(a.z, b.z, c.z), fma(a.w, b.w, c.w)};
}
#endif

inline half2 fma(half2 a, half2 b, half2 c) { return (half2){fma(a.x, b.x, c.x), fma(a.y, b.y, c.y)}; }

inline half3 fma(half3 a, half3 b, half3 c) { return (half3){fma(a.x, b.x, c.x), fma(a.y, b.y, c.y), fma(a.z, b.z, c.z)}; }

/// The product of two halves fits a float, so only the sum is rounded, and then the half: almost never another than in one rounding.
inline half4 fma(half4 a, half4 b, half4 c)
{
    return __builtin_convertvector(__builtin_convertvector(a, float4) * __builtin_convertvector(b, float4) + __builtin_convertvector(c, float4), half4);
}

inline float2 fma(float2 a, float2 b, float2 c) { return (float2){fma(a.x, b.x, c.x), fma(a.y, b.y, c.y)}; }

inline float3 fma(float3 a, float3 b, float3 c) { return (float3){fma(a.x, b.x, c.x), fma(a.y, b.y, c.y), fma(a.z, b.z, c.z)}; }

// min and max of floats are fmin and fmax: of a number and a NaN, the number.
#define MSL_EXTREMES(T)                                                        \
    inline T min(T a, T b) { return __builtin_elementwise_min(a, b); }         \
    inline T max(T a, T b) { return __builtin_elementwise_max(a, b); }         \
    /* min(max(x, low), high) */                                               \
    inline T clamp(T x, T low, T high) { return min(max(x, low), high); }
#define MSL_EXTREMES_OF(T) MSL_EXTREMES(T) MSL_EXTREMES(T##2) MSL_EXTREMES(T##3) MSL_EXTREMES(T##4)
MSL_EXTREMES_OF(float)
MSL_EXTREMES_OF(half)
MSL_EXTREMES_OF(int)
MSL_EXTREMES_OF(uint)
MSL_EXTREMES_OF(short)
MSL_EXTREMES_OF(ushort)
#undef MSL_EXTREMES_OF
#undef MSL_EXTREMES

/// The magnitude; that of the least int is itself.
inline int abs(int x) { return x < 0 ? -x : x; }
inline int2 abs(int2 x) { return (int2){abs(x.x), abs(x.y)}; }
inline int4 abs(int4 x) { return (int4){abs(x.x), abs(x.y), abs(x.z), abs(x.w)}; }

/// The upper 32 bits of the 64-bit product.
inline int mulhi(int a, int b) { return int((long(a) * long(b)) >> 32); }
inline uint mulhi(uint a, uint b) { return uint((ulong(a) * ulong(b)) >> 32); }
inline int4 mulhi(int4 a, int4 b) { return (int4){mulhi(a.x, b.x), mulhi(a.y, b.y), mulhi(a.z, b.z), mulhi(a.w, b.w)}; }
inline uint4 mulhi(uint4 a, uint4 b) { return (uint4){mulhi(a.x, b.x), mulhi(a.y, b.y), mulhi(a.z, b.z), mulhi(a.w, b.w)}; }

/// Zero bits above the highest one; 32 for zero.
inline uint clz(uint x) { return x == 0 ? 32 : uint(__builtin_clz(x)); }
inline int clz(int x) { return int(clz(uint(x))); }
inline uint popcount(uint x) { return uint(__builtin_popcount(x)); }
inline int popcount(int x) { return __builtin_popcount(uint(x)); }

inline float dot(float2 a, float2 b) { return a.x * b.x + a.y * b.y; }
inline float dot(float3 a, float3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline float dot(float4 a, float4 b) { return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w; }

template <stand_in::scalar T>
inline T select(T when_false, not_deduced<T> when_true, bool condition)
{
    return condition ? when_true : when_false;
}
}
