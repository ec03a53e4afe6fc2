// The scalar and vector types of MSL, and its keywords. Vectors are clang's ext_vector_type, which is also what Metal's own
// compiler builds on: swizzles, operators, and the conversions that are refused come with it.
#pragma once

typedef _Float16 half;
typedef unsigned char uchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;

static_assert(sizeof(int) == 4 && sizeof(long) == 8 && char(-1) < 0, "MSL fixes these types");

#define MSL_VECTOR_TYPES(T)                               \
    typedef T T##2 __attribute__((ext_vector_type(2)));   \
    typedef T T##3 __attribute__((ext_vector_type(3)));   \
    typedef T T##4 __attribute__((ext_vector_type(4)));
MSL_VECTOR_TYPES(float)
MSL_VECTOR_TYPES(half)
MSL_VECTOR_TYPES(int)
MSL_VECTOR_TYPES(uint)
MSL_VECTOR_TYPES(short)
MSL_VECTOR_TYPES(ushort)
MSL_VECTOR_TYPES(char)
MSL_VECTOR_TYPES(uchar)
#undef MSL_VECTOR_TYPES

namespace metal::stand_in
{
template <class T, int N>
using vector = T __attribute__((ext_vector_type(N)));

/// What a type is made of: its component, and how many of them.
template <class T>
struct shape
{
    using component = T;
    static constexpr int width = 1;
};

template <class T, int N>
struct vector_shape
{
    using component = T;
    static constexpr int width = N;
};

#define MSL_SHAPES(T)                                  \
    template <> struct shape<T##2> : vector_shape<T, 2> {}; \
    template <> struct shape<T##3> : vector_shape<T, 3> {}; \
    template <> struct shape<T##4> : vector_shape<T, 4> {};
MSL_SHAPES(float)
MSL_SHAPES(half)
MSL_SHAPES(int)
MSL_SHAPES(uint)
MSL_SHAPES(short)
MSL_SHAPES(ushort)
MSL_SHAPES(char)
MSL_SHAPES(uchar)
#undef MSL_SHAPES

template <class A, class B>
inline constexpr bool same = __is_same(A, B);

template <class T>
concept floating = same<T, float> || same<T, half>;

template <class T>
concept integer = __is_integral(T) && !same<T, bool>;

template <class T>
concept scalar = floating<T> || __is_integral(T);

template <class T>
concept wide = (shape<T>::width > 1);

template <class T>
concept floating_vector = wide<T> && floating<typename shape<T>::component>;

template <class T>
concept integer_vector = wide<T> && integer<typename shape<T>::component>;

/// A parameter that takes no part in deduction, so that its argument is converted.
template <class T>
struct identity
{
    using type = T;
};

template <class T>
using not_deduced = typename identity<T>::type;
}

// Pointers and arrays in these address spaces are rewritten before the compiler sees them (compiler/translator.cpp); what is
// left of the words is this.
#define constant const
#define thread
