namespace GpuNet.Networks;

/// <summary>
/// Shares a batch among threads in parts that depend on the batch alone, and adds what they sum up in the order of the parts: the
/// number of threads changes no bit of a result.
/// </summary>
/// <param name="threads">The most threads at a time.</param>
internal sealed class Workers(int threads)
{
    /// <summary>The most parts of a batch.</summary>
    public const int Parts = 8;

    private readonly ParallelOptions options = new() { MaxDegreeOfParallelism = threads };

    /// <summary>Works on each part of a batch: its number, its first image and how many images it has.</summary>
    public void Share(int images, Action<int, int, int> work)
    {
        var parts = Math.Min(images, Parts);
        Parallel.For(0, parts, options, part =>
        {
            var first = part * images / parts;
            work(part, first, ((part + 1) * images / parts) - first);
        });
    }

    /// <summary>Adds partial sums, one for each part of a batch, to a total.</summary>
    /// <param name="total">What is added to.</param>
    /// <param name="partial">[parts, total], part by part; only those of a batch of so many images count.</param>
    /// <param name="images">Images of the batch.</param>
    public static void Reduce(float[] total, float[] partial, int images)
    {
        for (var part = 0; part < Math.Min(images, Parts); part++)
            Retraining.VectorMath.AddScaled(total, 1, partial.AsSpan(part * total.Length, total.Length));
    }
}
