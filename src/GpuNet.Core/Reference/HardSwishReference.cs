using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>HARD_SWISH of 8-bit tensors: x * relu6(x + 3) / 6 in 16-bit fixed point.</summary>
internal static class HardSwishReference
{
    // Input steps are divided into 128, so that all 8 bits fill 15.
    private const int HiresShift = 7;
    private const float ReluishScale = 3f / 32768f;

    /// <summary>The result for an input less its zero-point.</summary>
    public static Func<int, int> Function(Tensor input, Tensor output)
    {
        var hiresScale = input.Scale() / (1 << HiresShift);
        var toOutput = FixedPoint.QuantiseMultiplier(hiresScale / output.Scale());
        var toReluish = FixedPoint.QuantiseMultiplier(hiresScale / ReluishScale);
        var outputFactor = To16Bits(toOutput.Multiplier);
        var reluishFactor = To16Bits(toReluish.Multiplier);
        var bounds = output.TypeBounds();
        return value =>
        {
            var x = (short)(value << HiresShift);
            var reluish = Reluish(x, reluishFactor, toReluish.Exponent);
            var product = reluish * FixedPoint.Srdhm16(x, outputFactor) / (1 << 15);
            return bounds.Clamp(FixedPoint.RoundingDivideByPot(product, -toOutput.Exponent) + output.ZeroPoint());
        };
    }

    /// <summary>relu6(x + 3) / 6 as 0 to 32767.</summary>
    private static int Reluish(short x, short factor, int exponent)
    {
        var value = exponent > 0 ? FixedPoint.SaturatingShiftLeft16(x, exponent - 1) : x;
        value = FixedPoint.Srdhm16(value, factor);
        if (exponent > 0) value = FixedPoint.SaturatingShiftLeft16(value, 1);
        if (exponent < 0) value = (short)FixedPoint.RoundingDivideByPot(value, -exponent);
        return (value + (1 << 15)) >> 1;
    }

    private static short To16Bits(int multiplier) => (short)Math.Min((multiplier + (1L << 15)) >> 16, short.MaxValue);
}
