namespace GpuNet.Quantising;

/// <summary>How the values of a tensor are distributed: least and greatest exactly, the rest in bins that widen as values come.</summary>
internal sealed class TensorHistogram
{
    private const int Bins = 4096;

    private readonly long[] counts = new long[Bins];
    private double reach = 1.0 / 1024;
    private long total;

    /// <summary>The least value so far.</summary>
    public double Least { get; private set; } = double.PositiveInfinity;

    /// <summary>The greatest value so far.</summary>
    public double Greatest { get; private set; } = double.NegativeInfinity;

    /// <summary>Adds values.</summary>
    /// <exception cref="InvalidInputException">A value is not finite.</exception>
    public void Add(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value)) throw new InvalidInputException($"a value of {value} cannot be quantised");
            Least = Math.Min(Least, value);
            Greatest = Math.Max(Greatest, value);
            while (Math.Abs(value) >= reach) Widen();
            counts[(int)((value + reach) / (2 * reach) * Bins)]++;
            total++;
        }
    }

    /// <summary>The range from the least to the greatest value.</summary>
    public ValueRange Full => total == 0 ? default : new ValueRange(Least, Greatest);

    /// <summary>The range that leaves out the same share of values at both ends.</summary>
    /// <param name="percent">The share of values that lies within, 50 to 100.</param>
    public ValueRange Percentile(double percent)
    {
        if (total == 0 || percent >= 100) return Full;
        var outside = (long)(total * (100 - percent) / 200);
        return new ValueRange(Math.Max(Least, Edge(outside, fromBelow: true)), Math.Min(Greatest, Edge(outside, fromBelow: false)));
    }

    private double Edge(long outside, bool fromBelow)
    {
        var seen = 0L;
        for (var i = 0; i < Bins; i++)
        {
            var bin = fromBelow ? i : Bins - 1 - i;
            seen += counts[bin];
            if (seen > outside) return (((fromBelow ? bin : bin + 1) / (double)Bins * 2) - 1) * reach;
        }

        return 0;
    }

    // Twice as wide bins: pairs become one, around the middle.
    private void Widen()
    {
        var wider = new long[Bins];
        for (var i = 0; i < Bins; i++) wider[(i / 2) + (Bins / 4)] += counts[i];
        wider.CopyTo(counts, 0);
        reach *= 2;
    }
}
