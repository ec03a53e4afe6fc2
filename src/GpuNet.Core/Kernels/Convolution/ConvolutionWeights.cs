namespace GpuNet.Kernels;

/// <summary>
/// Packs weights in OHWI and a bias for <see cref="Conv2D"/>, <see cref="PointwiseConv2D"/> and
/// <see cref="FullyConnected"/>.
/// </summary>
/// <remarks>
/// Texel (1 + i, tap, slice) holds the weights of output channels 4 * slice to 4 * slice + 3 for input channel i; texel
/// (0, 0, slice) holds their bias, so that a convolution binds three resources and leaves one of the four that OpenGL ES 3.1
/// guarantees. Input channels are filled up with zeros to a multiple of four, output channels likewise.
/// </remarks>
internal static class ConvolutionWeights
{
    /// <summary>The texels that <see cref="Pack"/> makes.</summary>
    public static PackedExtents Extents(int outputChannels, int taps, int inputChannels) =>
        new(1 + (Slices.Of(inputChannels) * 4), taps, Slices.Of(outputChannels));

    /// <param name="weights">Weights in OHWI.</param>
    /// <param name="bias">One value an output channel; empty for none.</param>
    /// <param name="outputChannels">O.</param>
    /// <param name="taps">H * W.</param>
    /// <param name="inputChannels">I.</param>
    public static PackedTexels Pack(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int outputChannels, int taps, int inputChannels)
    {
        var packed = new PackedTexels(Extents(outputChannels, taps, inputChannels));
        for (var o = 0; o < outputChannels; o++)
        {
            if (!bias.IsEmpty) packed[0, 0, o / 4, o % 4] = bias[o];
            for (var tap = 0; tap < taps; tap++)
            {
                var row = weights.Slice(((o * taps) + tap) * inputChannels, inputChannels);
                var texels = packed.Row(tap, o / 4)[(4 + (o % 4))..];
                for (var i = 0; i < row.Length; i++) texels[4 * i] = row[i];
            }
        }

        return packed;
    }
}
