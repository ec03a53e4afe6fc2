namespace GpuNet.Reference;

/// <summary>A real multiplier as m * 2^(e - 31).</summary>
/// <param name="Multiplier">m, in [2^30, 2^31), or 0.</param>
/// <param name="Exponent">e, from -31 up.</param>
public readonly record struct QuantisedMultiplier(int Multiplier, int Exponent);

/// <summary>
/// The fixed-point arithmetic of TensorFlow Lite's reference kernels, double rounding. Products and shifts wrap around in
/// 32 bits where they overflow, as they do there.
/// </summary>
public static class FixedPoint
{
    /// <summary>
    /// The nearest <see cref="QuantisedMultiplier"/> of a non-negative number: TensorFlow Lite's QuantizeMultiplier. Below
    /// 2^-32 it is 0.
    /// </summary>
    public static QuantisedMultiplier QuantiseMultiplier(double real)
    {
        if (real == 0) return default;
        var exponent = Math.ILogB(real) + 1;
        var multiplier = (long)Math.Floor((Math.ScaleB(real, -exponent) * (1L << 31)) + 0.5);
        if (multiplier == 1L << 31)
        {
            multiplier /= 2;
            exponent++;
        }

        return exponent < -31 ? default : new QuantisedMultiplier((int)multiplier, exponent);
    }

    /// <summary>
    /// a * b / 2^31, rounded to the nearest, halves up, saturated where both are -2^31: gemmlowp's
    /// SaturatingRoundingDoublingHighMul.
    /// </summary>
    public static int Srdhm(int a, int b)
    {
        if (a == int.MinValue && b == int.MinValue) return int.MaxValue;
        var product = (long)a * b;
        var nudge = product >= 0 ? 1L << 30 : 1 - (1L << 30);
        return (int)((product + nudge) / (1L << 31));
    }

    /// <summary>a * b / 2^15 in 16 bits, rounded to the nearest, halves up, and saturated: gemmlowp's function of the same name for int16.</summary>
    public static short Srdhm16(short a, short b)
    {
        if (a == short.MinValue && b == short.MinValue) return short.MaxValue;
        var product = a * b;
        var nudge = product >= 0 ? 1 << 14 : 1 - (1 << 14);
        return (short)((product + nudge) / (1 << 15));
    }

    /// <summary>x / 2^exponent, rounded half away from zero: gemmlowp's RoundingDivideByPOT. The exponent is from 0 to 31.</summary>
    public static int RoundingDivideByPot(int x, int exponent)
    {
        var mask = (int)((1L << exponent) - 1);
        var remainder = x & mask;
        var threshold = (mask >> 1) + (x < 0 ? 1 : 0);
        return (x >> exponent) + (remainder > threshold ? 1 : 0);
    }

    /// <summary>x times a real multiplier: TensorFlow Lite's MultiplyByQuantizedMultiplier with its two roundings.</summary>
    public static int Requantise(int x, QuantisedMultiplier multiplier)
    {
        var left = Math.Max(multiplier.Exponent, 0);
        var right = Math.Max(-multiplier.Exponent, 0);
        return RoundingDivideByPot(Srdhm(x << left, multiplier.Multiplier), right);
    }

    /// <summary>x * 2^exponent, saturated: gemmlowp's SaturatingRoundingMultiplyByPOT for exponents from 0 to 31.</summary>
    public static int SaturatingShiftLeft(int x, int exponent) => (int)Math.Clamp((long)x << exponent, int.MinValue, int.MaxValue);

    /// <summary>x * 2^exponent in 16 bits, saturated; exponents from 0 to 15.</summary>
    public static short SaturatingShiftLeft16(short x, int exponent) => (short)Math.Clamp(x << exponent, short.MinValue, short.MaxValue);

    /// <summary>(a + b) / 2, rounded half away from zero: gemmlowp's RoundingHalfSum.</summary>
    public static int RoundingHalfSum(int a, int b)
    {
        var sum = (long)a + b;
        return (int)((sum + (sum >= 0 ? 1 : -1)) / 2);
    }

    /// <summary>The nearest integer, halves away from zero, saturated to 32 bits: C's roundf and a cast.</summary>
    public static int RoundAway(float x) => SaturatingCast(MathF.Round(x, MidpointRounding.AwayFromZero));

    private static int SaturatingCast(float x) => x switch
    {
        >= 2147483648f => int.MaxValue,
        <= -2147483648f => int.MinValue,
        _ => (int)x,
    };
}
