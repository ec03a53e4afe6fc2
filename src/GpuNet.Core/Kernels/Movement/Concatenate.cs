using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Kernels;

/// <summary>CONCATENATION of two tensors along one axis; more are chained.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: all tensors (x, y, batch * slices + slice), each with its own number of slices.</para>
/// <para>Cost: up to four texels read.</para>
/// </remarks>
/// <param name="first">What comes first along the axis.</param>
/// <param name="second">What comes after it.</param>
/// <param name="destination">The output.</param>
/// <param name="firstChannels">Channels of the first input.</param>
/// <param name="secondChannels">Channels of the second input.</param>
/// <param name="outputSlices">Slices of one image of the output.</param>
/// <param name="axis">0 for the batch, 1 for y, 2 for x, 3 for the channels.</param>
/// <param name="firstCount">The extent of the first input along the axis.</param>
[Kernel(8, 4, 1)]
[Formats(TexelFormat.Float32, TexelFormat.Float16, TexelFormat.Int8)]
internal readonly partial struct Concatenate(
    ReadTensor<Float4> first,
    ReadTensor<Float4> second,
    WriteTensor<Float4> destination,
    int firstChannels,
    int secondChannels,
    int outputSlices,
    int axis,
    int firstCount)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var n = at.Z / outputSlices;
        var channel = at.Z % outputSlices * 4;
        var value = new Float4(
            Element(n, at.Y, at.X, channel),
            Element(n, at.Y, at.X, channel + 1),
            Element(n, at.Y, at.X, channel + 2),
            Element(n, at.Y, at.X, channel + 3));
        destination.Write(at.X, at.Y, at.Z, value);
    }

    private float Element(int n, int y, int x, int c)
    {
        var along = axis == 0 ? n : axis == 1 ? y : axis == 2 ? x : c;
        if (along < firstCount)
        {
            if (c >= firstChannels) return 0f;
            return first.Read(x, y, (n * ((firstChannels + 3) / 4)) + (c / 4))[c % 4];
        }

        var secondC = axis == 3 ? c - firstCount : c;
        if (secondC >= secondChannels) return 0f;
        var secondN = axis == 0 ? n - firstCount : n;
        var secondY = axis == 1 ? y - firstCount : y;
        var secondX = axis == 2 ? x - firstCount : x;
        return second.Read(secondX, secondY, (secondN * ((secondChannels + 3) / 4)) + (secondC / 4))[secondC % 4];
    }
}
