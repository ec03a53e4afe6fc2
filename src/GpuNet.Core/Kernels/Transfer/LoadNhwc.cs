using GpuNet.Language;

namespace GpuNet.Kernels;

/// <summary>Brings floats in the order of NHWC, as the caller has them, into slices of four channels.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source ((n * height + y) * width + x) * channels + c; destination (x, y, batch * slices + slice). Channels
/// that only fill up a slice are zero.</para>
/// <para>Cost: four floats read.</para>
/// </remarks>
/// <param name="source">The floats.</param>
/// <param name="destination">The tensor.</param>
/// <param name="channels">Channels of the tensor.</param>
/// <param name="slices">Slices of one image.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct LoadNhwc(
    ReadBuffer<float> source,
    WriteTensor<Float4> destination,
    int channels,
    int slices)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var n = at.Z / slices;
        var channel = at.Z % slices * 4;
        var pixel = ((((n * destination.Height) + at.Y) * destination.Width) + at.X) * channels;
        destination.Write(at.X, at.Y, at.Z, new Float4(
            Element(pixel, channel),
            Element(pixel, channel + 1),
            Element(pixel, channel + 2),
            Element(pixel, channel + 3)));
    }

    private float Element(int pixel, int channel) => channel < channels ? source[pixel + channel] : 0f;
}
