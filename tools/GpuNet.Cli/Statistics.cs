namespace GpuNet.Cli;

/// <summary>Order statistics of measured times.</summary>
internal static class Statistics
{
    /// <summary>The middle of ascending values; the mean of the two in the middle where their number is even.</summary>
    public static double Median(ReadOnlySpan<double> ascending)
    {
        var middle = ascending.Length / 2;
        return ascending.Length % 2 == 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
    }

    /// <summary>The least of ascending values that <paramref name="percent"/> of them do not exceed.</summary>
    public static double Percentile(ReadOnlySpan<double> ascending, int percent) =>
        ascending[Math.Max((int)Math.Ceiling(ascending.Length * percent / 100.0) - 1, 0)];
}
