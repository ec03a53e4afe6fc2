using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>
/// IEEE 754 single precision out of integer operations, in the kernel language and on the bits of floats: for the few places
/// where bytes depend on how a float rounds. Drivers may fuse a product with a sum, and round a quotient as they like.
/// </summary>
/// <remarks>Rounds to nearest, ties to even. Numbers below 2^-126 count as zero, and zero has no sign. What
/// is too large becomes infinite; an operand that is not finite counts as some number above 2^127.</remarks>
internal static class SoftFloat
{
    private const uint SignBit = 0x80000000u;
    private const uint HiddenBit = 0x00800000u;
    private const uint FractionBits = 0x007fffffu;
    private const uint Infinity = 0x7f800000u;

    /// <summary>a + b.</summary>
    public static uint Add(uint a, uint b)
    {
        var swap = (a & ~SignBit) < (b & ~SignBit);
        var large = swap ? b : a;
        var small = swap ? a : b;
        // Six bits below the last place, and one more that stands for all that is shifted out.
        var significand = Significand(large) << 6;
        var addend = ShiftRight(Significand(small) << 6, Exponent(large) - Exponent(small));
        significand = ((a ^ b) & SignBit) == 0u ? significand + addend : significand - addend;
        return Round(large & SignBit, Exponent(large) + 1, significand);
    }

    /// <summary>a - b.</summary>
    public static uint Subtract(uint a, uint b) => Add(a, b ^ SignBit);

    /// <summary>a * b.</summary>
    public static uint Multiply(uint a, uint b)
    {
        var x = Significand(a) << 8;
        var y = Significand(b) << 7;
        var significand = MulHigh(x, y) | (x * y != 0u ? 1u : 0u);
        return Round((a ^ b) & SignBit, Exponent(a) + Exponent(b) - 126, significand);
    }

    /// <summary>a / b; what is divided by zero becomes infinite.</summary>
    public static uint Divide(uint a, uint b)
    {
        var divisor = Significand(b);
        if (divisor == 0u) return ((a ^ b) & SignBit) | Infinity;
        var remainder = Significand(a);
        var quotient = remainder / divisor;
        remainder -= quotient * divisor;
        // 28 bits after the point, in steps that 32 bits have room for.
        for (var step = 0; step < 4; step++)
        {
            remainder <<= 7;
            var digit = remainder / divisor;
            remainder -= digit * divisor;
            quotient = (quotient << 7) | digit;
        }

        return Round((a ^ b) & SignBit, Exponent(a) - Exponent(b) + 129, quotient | (remainder != 0u ? 1u : 0u));
    }

    /// <summary>The integer nearest to a number, halves away from zero, held within 2^20 either way.</summary>
    public static int ToNearest(uint a)
    {
        const int limit = 20;
        var exponent = Exponent(a) - 127;
        var shift = 23 - Clamp(exponent, -1, limit);
        var magnitude = exponent >= limit ? 1 << limit : exponent < -1 ? 0 : (int)((Significand(a) + (1u << (shift - 1))) >> shift);
        return (a & SignBit) != 0u ? -magnitude : magnitude;
    }

    private static int Exponent(uint a) => (int)(a >> 23) & 255;

    private static uint Significand(uint a) => Exponent(a) == 0 ? 0u : (a & FractionBits) | HiddenBit;

    // The last bit of the result is set if any bit was lost.
    private static uint ShiftRight(uint value, int count)
    {
        if (count > 31) return value != 0u ? 1u : 0u;
        var shifted = value >> count;
        return shifted << count != value ? shifted | 1u : shifted;
    }

    // significand * 2^(exponent - 157), the last bit of the significand standing for all below it.
    private static uint Round(uint sign, int exponent, uint significand)
    {
        if (significand == 0u) return 0u;
        var shift = LeadingZeroCount(significand) - 1;
        // A sum of two may take all 32 bits.
        var top = shift < 0 ? ShiftRight(significand, 1) : significand << shift;
        var place = exponent - shift;
        if (place <= 0) return 0u;
        if (place >= 255) return sign | Infinity;
        var rounded = (top + 0x3fu + ((top >> 7) & 1u)) >> 7;
        return sign | (((uint)place << 23) + rounded - HiddenBit);
    }
}
