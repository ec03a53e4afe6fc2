using GpuNet.Devices;
using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>RESIZE_NEAREST_NEIGHBOR: each pixel from the nearest of the input.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice).</para>
/// <para>Cost: one texel read.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="scaleX">Input pixels for each output pixel along x.</param>
/// <param name="scaleY">Input pixels for each output pixel along y.</param>
/// <param name="alignCorners">Whether the corner pixels of both lie on each other; places are then rounded, else cut off.</param>
/// <param name="halfPixelCenters">Whether a pixel stands for its centre and not for its corner.</param>
[Kernel(8, 4, 1)]
[Formats(TexelFormat.Float32, TexelFormat.Float16, TexelFormat.Int8)]
internal readonly partial struct ResizeNearest(
    ReadTensor<Float4> source,
    WriteTensor<Float4> destination,
    float scaleX,
    float scaleY,
    bool alignCorners,
    bool halfPixelCenters)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var x = Place(at.X, scaleX, source.Width);
        var y = Place(at.Y, scaleY, source.Height);
        destination.Write(at.X, at.Y, at.Z, source.Read(x, y, at.Z));
    }

    private int Place(int output, float scale, int extent)
    {
        var place = (output + (halfPixelCenters ? 0.5f : 0f)) * scale;
        // Places are not negative, so half away from zero is the floor of half more.
        return Clamp((int)Floor(alignCorners ? place + 0.5f : place), 0, extent - 1);
    }
}
