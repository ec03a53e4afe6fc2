namespace GpuNet.Kernels;

/// <summary>HARD_SWISH of a byte, x * relu6(x + 3) / 6, in the 16-bit fixed point of TensorFlow Lite; for tables.</summary>
internal static class HardSwishFunction
{
    // A byte less its zero-point has 9 bits; shifted by 7 it fills 16.
    private const int InputShift = 7;
    private const float ReluishScale = 3f / 32768f;

    /// <summary>The result for each signed byte of the device, not clamped.</summary>
    public static Func<int, int> Of(ByteQuantisation input, ByteQuantisation output)
    {
        var scale = input.Scale / (1 << InputShift);
        var toOutput = FixedPointFactor.Of(scale / output.Scale);
        var toReluish = FixedPointFactor.Of(scale / ReluishScale);
        var outputMultiplier = Upper16(toOutput.Multiplier);
        var reluishMultiplier = Upper16(toReluish.Multiplier);
        return q =>
        {
            var x = (q - input.ZeroPoint) << InputShift;
            var reluish = Reluish(x, reluishMultiplier, toReluish.Exponent);
            var product = reluish * DoublingHighMul(x, outputMultiplier) / (1 << 15);
            return FixedPoint.RoundingDivideByPowerOfTwo(product, -toOutput.Exponent) + output.ZeroPoint;
        };
    }

    // relu6(x + 3) / 6, from 0 to 32767: saturated to [-1, 1) first, then moved.
    private static int Reluish(int x, int multiplier, int exponent)
    {
        var value = exponent > 0 ? Saturate(x << (exponent - 1)) : x;
        value = DoublingHighMul(value, multiplier);
        if (exponent > 0) value = Saturate(value << 1);
        if (exponent < 0) value = FixedPoint.RoundingDivideByPowerOfTwo(value, -exponent);
        return (value + 32768) >> 1;
    }

    private static int Upper16(int multiplier) => (int)Math.Min((multiplier + 32768L) >> 16, short.MaxValue);

    // a * b / 2^15, rounded to the nearest, halves up.
    private static int DoublingHighMul(int a, int b) => Saturate(((a * b) + (1 << 14)) >> 15);

    private static int Saturate(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);
}
