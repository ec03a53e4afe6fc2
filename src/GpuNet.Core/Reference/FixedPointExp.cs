using System.Numerics;

namespace GpuNet.Reference;

/// <summary>
/// gemmlowp's exponential and reciprocal in 32-bit fixed point, which quantised SOFTMAX is made of. F(n) is a number with n
/// integer bits: its raw value divided by 2^(31 - n).
/// </summary>
internal static class FixedPointExp
{
    private const int InputFractionBits = 26;
    private const int OneQuarter = 1 << (InputFractionBits - 2);
    private const int ExpMinusOneEighth = 1895147668;
    private const int OneThird = 715827883;
    private const int FortyEightSeventeenths = 1515870810;
    private const int MinusThirtyTwoSeventeenths = -1010580540;

    /// <summary>exp(-2^k) in F(0), for k from -2 to 4.</summary>
    private static ReadOnlySpan<int> ExpMinusPowers => [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];

    /// <summary>e^x in F(0) for x in F(5), at most 0.</summary>
    public static int ExpOfNegative(int x)
    {
        if (x == 0) return int.MaxValue;
        var fraction = (x & (OneQuarter - 1)) - OneQuarter;
        var result = ExpBetweenMinusQuarterAndZero(fraction << 5);
        var remainder = fraction - x;
        for (var i = 0; i < ExpMinusPowers.Length; i++)
        {
            if ((remainder & (OneQuarter << i)) != 0) result = FixedPoint.Srdhm(result, ExpMinusPowers[i]);
        }

        return result;
    }

    /// <summary>1 / sum for a sum in F(12), as a raw F(0) value to be divided by 2^<paramref name="bitsOverUnit"/>.</summary>
    public static int Reciprocal(uint sum, out int bitsOverUnit)
    {
        var headroom = BitOperations.LeadingZeroCount(sum);
        bitsOverUnit = 12 - headroom;
        return OneOverOnePlus((int)((sum << headroom) - (1u << 31)));
    }

    /// <summary>e^x in F(0) for x in F(0) from -1/4 to 0: a Taylor series about -1/8.</summary>
    private static int ExpBetweenMinusQuarterAndZero(int x)
    {
        var t = x + (1 << 28);
        var t2 = FixedPoint.Srdhm(t, t);
        var t3 = FixedPoint.Srdhm(t2, t);
        var t4 = FixedPoint.Srdhm(t2, t2);
        var cubicAndQuartic = FixedPoint.Srdhm(FixedPoint.RoundingDivideByPot(t4, 2) + t3, OneThird);
        var series = t + FixedPoint.RoundingDivideByPot(cubicAndQuartic + t2, 1);
        return ExpMinusOneEighth + FixedPoint.Srdhm(ExpMinusOneEighth, series);
    }

    /// <summary>1 / (1 + x) in F(0) for x in F(0) from 0 to 1, by three Newton steps.</summary>
    private static int OneOverOnePlus(int x)
    {
        const int One = 1 << 29;
        var halfDenominator = FixedPoint.RoundingHalfSum(x, int.MaxValue);
        var estimate = FortyEightSeventeenths + FixedPoint.Srdhm(halfDenominator, MinusThirtyTwoSeventeenths);
        for (var step = 0; step < 3; step++)
        {
            var error = One - FixedPoint.Srdhm(halfDenominator, estimate);
            estimate += FixedPoint.SaturatingShiftLeft(FixedPoint.Srdhm(estimate, error), 2);
        }

        return FixedPoint.SaturatingShiftLeft(estimate, 1);
    }
}
