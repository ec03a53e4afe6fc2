using GpuNet.Graphs;

namespace GpuNet.Cli.Inspect;

/// <summary>Statistics and images of the tensors of a session that has run. Keeps a page of many layers small.</summary>
/// <param name="layers">How many layers share the page.</param>
internal sealed class ValueReader(int layers)
{
    private const int PixelsOfPage = 1_200_000;
    private const int ChannelsOfPage = 40_000;
    private const int MostChannels = 1024;
    private const int LargestSide = 56;
    private const int SmallestSide = 8;

    /// <summary>Reads a tensor; null for one that stands for no real numbers.</summary>
    public InspectedValues? Read(SessionTensor tensor)
    {
        if (tensor.Tensor.Type is not (ElementType.Float32 or ElementType.UInt8 or ElementType.Int8)) return null;
        var values = new float[tensor.Length];
        tensor.ReadReal(values);
        var extents = tensor.Tensor.Shape.ToNhwc();
        var shown = Math.Min(extents.Channels, Math.Clamp(ChannelsOfPage / layers, 16, MostChannels));
        return new InspectedValues(
            [.. Enumerable.Range(0, shown).Select(c => Statistics(values, extents, c))], extents.Channels, Image(values, extents));
    }

    private static ChannelStatistics Statistics(float[] values, NhwcExtents extents, int channel)
    {
        var (min, max, sum, squares, count) = (float.PositiveInfinity, float.NegativeInfinity, 0.0, 0.0, 0);
        for (var i = channel; i < values.Length; i += extents.Channels)
        {
            min = Math.Min(min, values[i]);
            max = Math.Max(max, values[i]);
            sum += values[i];
            squares += (double)values[i] * values[i];
            count++;
        }

        var mean = sum / count;
        return new ChannelStatistics(
            Rounded(min), Rounded(max), Rounded((float)mean), Rounded((float)Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)))));
    }

    // Four digits are enough to look at.
    private static float Rounded(float value) => float.IsFinite(value) && value != 0
        ? float.Parse(value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture)
        : value;

    // Of the first image of a batch; large ones by every so many pixels.
    private ChannelImage? Image(float[] values, NhwcExtents extents)
    {
        if (extents is { Width: 1, Height: 1 }) return null;
        var pixels = Math.Max(PixelsOfPage / layers, SmallestSide * SmallestSide);
        var side = Math.Min(LargestSide, Math.Max(SmallestSide, (int)Math.Sqrt(pixels / 16.0)));
        var step = Math.Max(1, (Math.Max(extents.Width, extents.Height) + side - 1) / side);
        var (width, height) = ((extents.Width + step - 1) / step, (extents.Height + step - 1) / step);
        var channels = Math.Clamp(pixels / (width * height), 1, Math.Min(extents.Channels, 64));
        var finite = values.Where(float.IsFinite).DefaultIfEmpty(0);
        var (low, high) = (finite.Min(), finite.Max());
        var bytes = new byte[width * height * channels];
        var at = 0;
        for (var c = 0; c < channels; c++)
        {
            for (var y = 0; y < extents.Height; y += step)
            {
                for (var x = 0; x < extents.Width; x += step)
                {
                    var value = values[(((y * extents.Width) + x) * extents.Channels) + c];
                    bytes[at++] = high > low && float.IsFinite(value) ? (byte)((value - low) / (high - low) * byte.MaxValue) : (byte)0;
                }
            }
        }

        return new ChannelImage(width, height, channels, low, high, bytes);
    }
}
