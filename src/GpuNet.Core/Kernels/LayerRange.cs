namespace GpuNet.Kernels;

/// <summary>Some layers of a packed constant: slices of four channels, where it is a weight.</summary>
/// <param name="First">The first layer.</param>
/// <param name="Count">How many.</param>
internal readonly record struct LayerRange(int First, int Count)
{
    /// <summary>All layers of a constant, so many at a time.</summary>
    public static IEnumerable<LayerRange> Split(int layers, int atATime)
    {
        for (var first = 0; first < layers; first += atATime) yield return new LayerRange(first, Math.Min(atATime, layers - first));
    }

    /// <summary>The channels that stand in these slices, of so many.</summary>
    public (int First, int Count) ChannelsOf(int channels) => (First * 4, Math.Min(Count * 4, channels - (First * 4)));
}
