using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Kernels;

/// <summary>PAD: the input in the midst of what stands for zero.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source (x, y, batch * input slices + slice); destination (x, y, batch * output slices + slice).</para>
/// <para>Cost: one to four texels read.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="inputChannels">Channels of the input.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output.</param>
/// <param name="beforeBatch">Images in front.</param>
/// <param name="beforeY">Rows in front.</param>
/// <param name="beforeX">Pixels in front.</param>
/// <param name="beforeChannels">Channels in front.</param>
/// <param name="fill">What stands around the input: 0, or the zero-point of bytes.</param>
[Kernel(8, 4, 1)]
[Formats(TexelFormat.Float32, TexelFormat.Float16, TexelFormat.Int8)]
internal readonly partial struct Pad(
    ReadTensor<Float4> source,
    WriteTensor<Float4> destination,
    int inputChannels,
    int inputSlices,
    int outputSlices,
    int beforeBatch,
    int beforeY,
    int beforeX,
    int beforeChannels,
    float fill)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var n = (at.Z / outputSlices) - beforeBatch;
        var y = at.Y - beforeY;
        var x = at.X - beforeX;
        var channel = (at.Z % outputSlices * 4) - beforeChannels;
        var value = new Float4(
            Element(n, y, x, channel),
            Element(n, y, x, channel + 1),
            Element(n, y, x, channel + 2),
            Element(n, y, x, channel + 3));
        destination.Write(at.X, at.Y, at.Z, value);
    }

    private float Element(int n, int y, int x, int c)
    {
        if (n < 0 || (n + 1) * inputSlices > source.Layers || y < 0 || y >= source.Height) return fill;
        if (x < 0 || x >= source.Width || c < 0 || c >= inputChannels) return fill;
        return source.Read(x, y, (n * inputSlices) + (c / 4))[c % 4];
    }
}
