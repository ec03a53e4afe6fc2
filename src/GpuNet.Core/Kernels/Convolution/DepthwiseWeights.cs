namespace GpuNet.Kernels;

/// <summary>
/// Packs weights in 1HWC and a bias for <see cref="DepthwiseConv2D"/> and <see cref="DepthMultiplierConv2D"/>.
/// </summary>
/// <remarks>
/// Texel (1 + tap, 0, slice) holds the weights of channels 4 * slice to 4 * slice + 3 of the output, texel (0, 0, slice) their
/// bias. Channels are filled up with zeros to a multiple of four.
/// </remarks>
internal static class DepthwiseWeights
{
    /// <summary>The texels that <see cref="Pack"/> makes.</summary>
    public static PackedExtents Extents(int channels, int taps) => new(1 + taps, 1, Slices.Of(channels));

    /// <param name="weights">Weights in 1HWC.</param>
    /// <param name="bias">One value an output channel; empty for none.</param>
    /// <param name="channels">C, output channels.</param>
    /// <param name="taps">H * W.</param>
    public static PackedTexels Pack(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int channels, int taps)
    {
        var packed = new PackedTexels(Extents(channels, taps));
        for (var c = 0; c < channels; c++)
        {
            if (!bias.IsEmpty) packed[0, 0, c / 4, c % 4] = bias[c];
            for (var tap = 0; tap < taps; tap++) packed[1 + tap, 0, c / 4, c % 4] = weights[(tap * channels) + c];
        }

        return packed;
    }
}
