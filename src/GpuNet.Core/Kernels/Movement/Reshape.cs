using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Kernels;

/// <summary>RESHAPE: the same elements in the order of NHWC, in other extents.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source (x, y, batch * input slices + slice); destination (x, y, batch * output slices + slice).</para>
/// <para>Cost: four texels read.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="inputChannels">Channels of the input.</param>
/// <param name="outputChannels">Channels of the output.</param>
[Kernel(8, 4, 1)]
[Formats(TexelFormat.Float32, TexelFormat.Float16, TexelFormat.Int8)]
internal readonly partial struct Reshape(
    ReadTensor<Float4> source,
    WriteTensor<Float4> destination,
    int inputChannels,
    int outputChannels)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var outputSlices = (outputChannels + 3) / 4;
        var n = at.Z / outputSlices;
        var channel = at.Z % outputSlices * 4;
        var pixel = (((n * destination.Height) + at.Y) * destination.Width) + at.X;
        var value = new Float4(
            Element(pixel, channel),
            Element(pixel, channel + 1),
            Element(pixel, channel + 2),
            Element(pixel, channel + 3));
        destination.Write(at.X, at.Y, at.Z, value);
    }

    private float Element(int outputPixel, int outputChannel)
    {
        if (outputChannel >= outputChannels) return 0f;
        var index = (outputPixel * outputChannels) + outputChannel;
        var c = index % inputChannels;
        var pixel = index / inputChannels;
        var x = pixel % source.Width;
        var row = pixel / source.Width;
        var y = row % source.Height;
        var n = row / source.Height;
        return source.Read(x, y, (n * ((inputChannels + 3) / 4)) + (c / 4))[c % 4];
    }
}
