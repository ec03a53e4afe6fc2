using System.Numerics;
using System.Runtime.Intrinsics;

namespace GpuNet.Language;

/// <summary>
/// The functions of the kernel language. Each has a C# body, which the CPU backend runs, and one counterpart in every target.
/// Integer functions give the same bits everywhere; floating-point ones are as precise as the device makes them. The operators
/// +, - and * on floats round each for itself, as in C#, where the target lets that be said; <see cref="MulAdd(float, float, float)"/>
/// is for what may be fused.
/// </summary>
public static class KernelMath
{
    /// <summary>a * b + c, fused or not as the device prefers.</summary>
    public static float MulAdd(float a, float b, float c) => (a * b) + c;

    /// <inheritdoc cref="MulAdd(float, float, float)"/>
    public static Float4 MulAdd(Float4 a, Float4 b, Float4 c) => (a * b) + c;

    /// <summary>a * b + c with one scalar factor, fused or not as the device prefers.</summary>
    public static Float4 MulAdd(Float4 a, float b, Float4 c) => (a * b) + c;

    /// <summary>The lesser.</summary>
    public static int Min(int a, int b) => Math.Min(a, b);

    /// <inheritdoc cref="Min(int, int)"/>
    public static uint Min(uint a, uint b) => Math.Min(a, b);

    /// <summary>The lesser; undefined where either is NaN.</summary>
    public static float Min(float a, float b) => MathF.Min(a, b);

    /// <summary>The lesser, component by component.</summary>
    public static Int4 Min(Int4 a, Int4 b) => Int4.FromLanes(Vector128.Min(a.Lanes, b.Lanes));

    /// <inheritdoc cref="Min(Int4, Int4)"/>
    public static Float4 Min(Float4 a, Float4 b) => Float4.FromLanes(Vector128.Min(a.Lanes, b.Lanes));

    /// <summary>The greater.</summary>
    public static int Max(int a, int b) => Math.Max(a, b);

    /// <inheritdoc cref="Max(int, int)"/>
    public static uint Max(uint a, uint b) => Math.Max(a, b);

    /// <summary>The greater; undefined where either is NaN.</summary>
    public static float Max(float a, float b) => MathF.Max(a, b);

    /// <summary>The greater, component by component.</summary>
    public static Int4 Max(Int4 a, Int4 b) => Int4.FromLanes(Vector128.Max(a.Lanes, b.Lanes));

    /// <inheritdoc cref="Max(Int4, Int4)"/>
    public static Float4 Max(Float4 a, Float4 b) => Float4.FromLanes(Vector128.Max(a.Lanes, b.Lanes));

    /// <summary><paramref name="value"/>, at least <paramref name="low"/> and at most <paramref name="high"/>.</summary>
    public static int Clamp(int value, int low, int high) => Math.Min(Math.Max(value, low), high);

    /// <inheritdoc cref="Clamp(int, int, int)"/>
    public static float Clamp(float value, float low, float high) => MathF.Min(MathF.Max(value, low), high);

    /// <inheritdoc cref="Clamp(int, int, int)"/>
    public static Int4 Clamp(Int4 value, Int4 low, Int4 high) => Min(Max(value, low), high);

    /// <inheritdoc cref="Clamp(int, int, int)"/>
    public static Float4 Clamp(Float4 value, Float4 low, Float4 high) => Min(Max(value, low), high);

    /// <summary>The magnitude. That of -2^31 is -2^31.</summary>
    public static int Abs(int value) => unchecked(value < 0 ? -value : value);

    /// <summary>The magnitude.</summary>
    public static float Abs(float value) => MathF.Abs(value);

    /// <summary>The greatest integer that is not above <paramref name="value"/>.</summary>
    public static float Floor(float value) => MathF.Floor(value);

    /// <summary>The least integer that is not below <paramref name="value"/>.</summary>
    public static float Ceiling(float value) => MathF.Ceiling(value);

    /// <summary>The nearest integer, and the even one of two that are equally near.</summary>
    public static float RoundEven(float value) => MathF.Round(value, MidpointRounding.ToEven);

    /// <summary>The square root of a number that is not negative.</summary>
    public static float Sqrt(float value) => MathF.Sqrt(value);

    /// <summary>One over the square root of a positive number.</summary>
    public static float InverseSqrt(float value) => 1f / MathF.Sqrt(value);

    /// <summary>e to the power of <paramref name="value"/>.</summary>
    public static float Exp(float value) => MathF.Exp(value);

    /// <summary>e to the power of each component.</summary>
    public static Float4 Exp(Float4 value) => new(MathF.Exp(value.X), MathF.Exp(value.Y), MathF.Exp(value.Z), MathF.Exp(value.W));

    /// <summary>The natural logarithm of a positive number.</summary>
    public static float Log(float value) => MathF.Log(value);

    /// <summary>The sine of an angle in radians.</summary>
    public static float Sin(float value) => MathF.Sin(value);

    /// <summary>The cosine of an angle in radians.</summary>
    public static float Cos(float value) => MathF.Cos(value);

    /// <summary>The hyperbolic tangent.</summary>
    public static float Tanh(float value) => MathF.Tanh(value);

    /// <summary>A positive number to the power of <paramref name="exponent"/>.</summary>
    public static float Pow(float value, float exponent) => MathF.Pow(value, exponent);

    /// <summary>The sum of the products of the components.</summary>
    public static float Dot(Float4 a, Float4 b) => Vector128.Dot(a.Lanes, b.Lanes);

    /// <summary>The sum of the products of the components.</summary>
    public static float Dot(Float2 a, Float2 b) => (a.X * b.X) + (a.Y * b.Y);

    /// <summary>The upper 32 bits of the 64-bit product.</summary>
    public static int MulHigh(int a, int b) => (int)(((long)a * b) >> 32);

    /// <inheritdoc cref="MulHigh(int, int)"/>
    public static uint MulHigh(uint a, uint b) => (uint)(((ulong)a * b) >> 32);

    /// <summary>The number of zero bits above the highest one; 32 for zero.</summary>
    public static int LeadingZeroCount(uint value) => BitOperations.LeadingZeroCount(value);

    /// <summary>The bits of a float, as an integer.</summary>
    public static int AsInt(float value) => BitConverter.SingleToInt32Bits(value);

    /// <inheritdoc cref="AsInt(float)"/>
    public static uint AsUInt(float value) => BitConverter.SingleToUInt32Bits(value);

    /// <summary>The float that has the bits of an integer.</summary>
    public static float AsFloat(int bits) => BitConverter.Int32BitsToSingle(bits);

    /// <inheritdoc cref="AsFloat(int)"/>
    public static float AsFloat(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    /// <summary>The four signed bytes of a word, X from the lowest.</summary>
    public static Int4 UnpackInt8(uint word) => new((sbyte)word, (sbyte)(word >> 8), (sbyte)(word >> 16), (sbyte)(word >> 24));

    /// <summary>The low bytes of four integers in a word, X in the lowest.</summary>
    public static uint PackInt8(Int4 value) =>
        (byte)value.X | ((uint)(byte)value.Y << 8) | ((uint)(byte)value.Z << 16) | ((uint)(byte)value.W << 24);

    /// <summary>The sum of the products of the four signed bytes of two words; an instruction where the device has one.</summary>
    public static int DotInt8(uint a, uint b)
    {
        var products = UnpackInt8(a) * UnpackInt8(b);
        return products.X + products.Y + products.Z + products.W;
    }

    /// <summary>Two floats rounded to half precision: X in the lower 16 bits, Y in the upper.</summary>
    public static uint PackHalf2(Float2 value) =>
        BitConverter.HalfToUInt16Bits((Half)value.X) | ((uint)BitConverter.HalfToUInt16Bits((Half)value.Y) << 16);

    /// <summary>The two half-precision numbers in a word: X from the lower 16 bits, Y from the upper.</summary>
    public static Float2 UnpackHalf2(uint bits) => new(
        (float)BitConverter.UInt16BitsToHalf((ushort)bits),
        (float)BitConverter.UInt16BitsToHalf((ushort)(bits >> 16)));
}
