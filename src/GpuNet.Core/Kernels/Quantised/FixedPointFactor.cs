namespace GpuNet.Kernels;

/// <summary>A real factor as Multiplier * 2^(Exponent - 31).</summary>
/// <param name="Multiplier">From 2^30 to 2^31 - 1, or 0.</param>
/// <param name="Exponent">From -31 up.</param>
internal readonly record struct FixedPointFactor(int Multiplier, int Exponent)
{
    private const int FractionBits = 31;

    /// <summary>The nearest factor to a number that is not negative: TensorFlow Lite's QuantizeMultiplier.</summary>
    public static FixedPointFactor Of(double real)
    {
        if (real == 0) return default;
        var exponent = Math.ILogB(real) + 1;
        var multiplier = (long)Math.Floor(Math.ScaleB(real, FractionBits - exponent) + 0.5);
        if (multiplier == 1L << FractionBits)
        {
            multiplier >>= 1;
            exponent++;
        }

        return exponent < -FractionBits ? default : new FixedPointFactor((int)multiplier, exponent);
    }

    /// <summary>Whether it has the short form that <see cref="FixedPoint.RequantiseShort"/> takes: below a half, and not zero.</summary>
    public bool HasShortForm => Multiplier >= 1 << 30 && Exponent is < 0 and >= -FractionBits;

    /// <summary>Twice the multiplier, its highest bit the sign, and how far to shift right.</summary>
    public FixedPointFactor ToShort() => new(Multiplier << 1, -Exponent);

    /// <summary>Factors in short form.</summary>
    public static FixedPointFactor[] ToShort(FixedPointFactor[] factors)
    {
        var result = new FixedPointFactor[factors.Length];
        for (var i = 0; i < factors.Length; i++) result[i] = factors[i].ToShort();
        return result;
    }

    /// <summary>The factor divided by a count, as exactly as its bits allow: how TensorFlow Lite's MEAN folds the division in.</summary>
    public FixedPointFactor DividedBy(int count)
    {
        var bits = 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)count);
        var shift = Math.Min(Math.Min(bits, 32), FractionBits + Exponent);
        return new FixedPointFactor((int)(((long)Multiplier << shift) / count), Exponent - shift);
    }

    /// <summary>x times the factor, on the host; for tables.</summary>
    public int Apply(int x) => FixedPoint.Requantise(x, Multiplier, Exponent);
}
