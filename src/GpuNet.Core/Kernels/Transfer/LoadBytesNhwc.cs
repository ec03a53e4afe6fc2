using GpuNet.Language;

namespace GpuNet.Kernels;

/// <summary>Brings bytes in the order of NHWC, as the caller has them, into slices of four channels, one word each.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source ((n * height + y) * width + x) * channels + c, four bytes a word; destination (x, y, batch * slices +
/// slice).</para>
/// <para>Cost: up to four words read.</para>
/// </remarks>
/// <param name="source">The bytes.</param>
/// <param name="destination">The tensor.</param>
/// <param name="channels">Channels of the tensor.</param>
/// <param name="slices">Slices of one image.</param>
/// <param name="flip">0x80808080 for unsigned bytes, which the device stores less 128; 0 for signed ones.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct LoadBytesNhwc(
    ReadBuffer<uint> source,
    WriteTensor<uint> destination,
    int channels,
    int slices,
    uint flip)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var n = at.Z / slices;
        var channel = at.Z % slices * 4;
        var pixel = ((((n * destination.Height) + at.Y) * destination.Width) + at.X) * channels;
        var word = Byte(pixel, channel)
            | (Byte(pixel, channel + 1) << 8)
            | (Byte(pixel, channel + 2) << 16)
            | (Byte(pixel, channel + 3) << 24);
        destination.Write(at.X, at.Y, at.Z, word ^ flip);
    }

    private uint Byte(int pixel, int channel)
    {
        var index = pixel + channel;
        return channel < channels ? (source[index / 4] >> (index % 4 * 8)) & 255u : 0u;
    }
}
