using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>Brings bytes in the order of NHWC, as the caller has them, into slices of four channels, one word each.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source ((n * height + y) * width + x) * channels + c, four bytes a word; destination (x, y, batch * slices +
/// slice).</para>
/// <para>Cost: two words read.</para>
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
        // Four bytes from any place lie in two words; a shift by 32 would be one by 0.
        var first = pixel + channel;
        var shift = first % 4 * 8;
        var low = source[first / 4] >> shift;
        var high = source[Min((first / 4) + 1, source.Length - 1)] << 1 << (31 - shift);
        var missing = Max(channel + 4 - channels, 0) * 8;
        var word = ((low | high) << missing) >> missing;
        destination.Write(at.X, at.Y, at.Z, word ^ flip);
    }
}
