using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>
/// The fixed-point arithmetic of quantised kernels, in the kernel language: the generator compiles it into every shader that
/// calls it. It is gemmlowp's, with two roundings, out of 32-bit operations alone.
/// </summary>
internal static class FixedPoint
{
    /// <summary>
    /// a * b / 2^31, rounded to the nearest, halves up, and saturated where both are -2^31: gemmlowp's
    /// SaturatingRoundingDoublingHighMul.
    /// </summary>
    public static int SaturatingRoundingDoublingHighMul(int a, int b)
    {
        var result = RoundingDoublingHighMul(a, b);
        return a == int.MinValue && b == int.MinValue ? int.MaxValue : result;
    }

    // Bits 31 to 62 of the 64-bit product, and one more where the bit below them is set.
    private static int RoundingDoublingHighMul(int a, int b)
    {
        var low = (uint)a * (uint)b;
        return ((MulHigh(a, b) << 1) | (int)(low >> 31)) + (int)((low >> 30) & 1u);
    }

    /// <summary>x / 2^exponent for exponents from 0 to 31, rounded half away from zero: gemmlowp's RoundingDivideByPOT.</summary>
    public static int RoundingDivideByPowerOfTwo(int x, int exponent)
    {
        var mask = (1 << exponent) - 1;
        var remainder = x & mask;
        var threshold = (mask >> 1) + (x < 0 ? 1 : 0);
        return (x >> exponent) + (remainder > threshold ? 1 : 0);
    }

    /// <summary>x * 2^exponent for exponents from 0 to 31, saturated.</summary>
    public static int SaturatingShiftLeft(int x, int exponent)
    {
        if (x > int.MaxValue >> exponent) return int.MaxValue;
        return x < int.MinValue >> exponent ? int.MinValue : x << exponent;
    }

    /// <summary>
    /// x * multiplier * 2^(exponent - 31) for a multiplier that is not negative: TensorFlow Lite's MultiplyByQuantizedMultiplier with its
    /// two roundings.
    /// </summary>
    public static int Requantise(int x, int multiplier, int exponent) => RoundingDivideByPowerOfTwo(
        RoundingDoublingHighMul(x << Max(exponent, 0), multiplier), Max(-exponent, 0));

    /// <summary>
    /// The same in half as many operations, for a multiplier of at least 2^30, given twofold, a shift to the right of at least 1, and |x| below 2^30. Twice the
    /// multiplier has 32 bits, so as a signed number it is 2^32 less than it is, which takes x from the upper half of the product; and with
    /// room for it, half a step, less one below zero, is added before the shift.
    /// </summary>
    public static int RequantiseShort(int x, int twiceMultiplier, int shift)
    {
        var low = (uint)x * (uint)twiceMultiplier;
        var high = MulHigh(x, twiceMultiplier) + x + (int)(low >> 31);
        return (high + (1 << (shift - 1)) + (high >> 31)) >> shift;
    }

    /// <summary>Four sums with a factor in short form each, brought to the output's scale, its zero-point and its range.</summary>
    public static Int4 OutputShort(Int4 sums, Int4 twiceMultipliers, Int4 shifts, int zeroPoint, int low, int high)
    {
        var scaled = new Int4(
            RequantiseShort(sums.X, twiceMultipliers.X, shifts.X),
            RequantiseShort(sums.Y, twiceMultipliers.Y, shifts.Y),
            RequantiseShort(sums.Z, twiceMultipliers.Z, shifts.Z),
            RequantiseShort(sums.W, twiceMultipliers.W, shifts.W));
        return Clamp(scaled + zeroPoint, new Int4(low), new Int4(high));
    }

    /// <summary>Four sums with a multiplier each, brought to the output's scale, its zero-point and its range.</summary>
    public static Int4 Output(Int4 sums, Int4 multipliers, Int4 exponents, int zeroPoint, int low, int high)
    {
        var scaled = new Int4(
            Requantise(sums.X, multipliers.X, exponents.X),
            Requantise(sums.Y, multipliers.Y, exponents.Y),
            Requantise(sums.Z, multipliers.Z, exponents.Z),
            Requantise(sums.W, multipliers.W, exponents.W));
        return Clamp(scaled + zeroPoint, new Int4(low), new Int4(high));
    }

    /// <summary>e^x with no integer bit, for x with five, at most 0: gemmlowp's exp_on_negative_values.</summary>
    public static int ExpOfNegative(int x)
    {
        const int quarter = 1 << 24;
        if (x == 0) return int.MaxValue;
        var fraction = (x & (quarter - 1)) - quarter;
        var remainder = fraction - x;
        var result = ExpFromMinusQuarter(fraction << 5);
        // Factors e^(-1/4), e^(-1/2), e^-1, e^-2, e^-4, e^-8 and e^-16.
        result = ExpFactor(result, remainder & quarter, 1672461947);
        result = ExpFactor(result, remainder & (quarter << 1), 1302514674);
        result = ExpFactor(result, remainder & (quarter << 2), 790015084);
        result = ExpFactor(result, remainder & (quarter << 3), 290630308);
        result = ExpFactor(result, remainder & (quarter << 4), 39332535);
        result = ExpFactor(result, remainder & (quarter << 5), 720401);
        return ExpFactor(result, remainder & (quarter << 6), 242);
    }

    /// <summary>1 / (1 + x) with no integer bit, for x likewise from 0 to 1: gemmlowp's one_over_one_plus_x_for_x_in_0_1.</summary>
    public static int OneOverOnePlus(int x)
    {
        const int one = 1 << 29;
        // (x + 2^31 - 1 + 1) / 2, which fits 32 bits without a sign.
        var halfDenominator = (int)(((uint)x + 0x80000000u) >> 1);
        // 48 / 17 - 32 / 17 * halfDenominator, with two integer bits.
        var estimate = 1515870810 + SaturatingRoundingDoublingHighMul(halfDenominator, -1010580540);
        for (var step = 0; step < 3; step++)
        {
            var error = one - SaturatingRoundingDoublingHighMul(halfDenominator, estimate);
            estimate += SaturatingShiftLeft(SaturatingRoundingDoublingHighMul(estimate, error), 2);
        }

        return SaturatingShiftLeft(estimate, 1);
    }

    private static int ExpFactor(int value, int bit, int factor) =>
        bit != 0 ? SaturatingRoundingDoublingHighMul(value, factor) : value;

    // A Taylor series about -1/8, on [-1/4, 0).
    private static int ExpFromMinusQuarter(int x)
    {
        const int expOfMinusEighth = 1895147668;
        const int third = 715827883;
        var t = x + (1 << 28);
        var t2 = SaturatingRoundingDoublingHighMul(t, t);
        var t3 = SaturatingRoundingDoublingHighMul(t2, t);
        var t4 = SaturatingRoundingDoublingHighMul(t2, t2);
        var higher = SaturatingRoundingDoublingHighMul(RoundingDivideByPowerOfTwo(t4, 2) + t3, third);
        var series = t + RoundingDivideByPowerOfTwo(higher + t2, 1);
        return expOfMinusEighth + SaturatingRoundingDoublingHighMul(expOfMinusEighth, series);
    }
}
