using GpuNet.Language;

namespace GpuNet.Kernels;

/// <summary>Brings a tensor in slices of four channels into the order of NHWC, for the caller to read.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the input, rounded up.</para>
/// <para>Layouts: source (x, y, batch * slices + slice); destination ((n * height + y) * width + x) * channels + c.</para>
/// <para>Cost: one texel read.</para>
/// </remarks>
/// <param name="source">The tensor.</param>
/// <param name="destination">The floats.</param>
/// <param name="channels">Channels of the tensor.</param>
/// <param name="slices">Slices of one image.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct StoreNhwc(
    ReadTensor<Float4> source,
    ReadWriteBuffer<float> destination,
    int channels,
    int slices)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= source.Width || at.Y >= source.Height || at.Z >= source.Layers) return;
        var n = at.Z / slices;
        var channel = at.Z % slices * 4;
        var first = (((((n * source.Height) + at.Y) * source.Width) + at.X) * channels) + channel;
        var value = source.Read(at.X, at.Y, at.Z);
        destination[first] = value.X;
        if (channel + 1 < channels) destination[first + 1] = value.Y;
        if (channel + 2 < channels) destination[first + 2] = value.Z;
        if (channel + 3 < channels) destination[first + 3] = value.W;
    }
}
