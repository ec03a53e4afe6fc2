using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>RESIZE_BILINEAR: each pixel from the four around its place in the input.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice).</para>
/// <para>Cost: four texels read, 12 multiply-adds.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="scaleX">Input pixels for each output pixel along x.</param>
/// <param name="scaleY">Input pixels for each output pixel along y.</param>
/// <param name="halfPixelCenters">Whether a pixel stands for its centre and not for its corner.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct ResizeBilinear(
    ReadTensor<Float4> source,
    WriteTensor<Float4> destination,
    float scaleX,
    float scaleY,
    bool halfPixelCenters)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var x = Place(at.X, scaleX);
        var y = Place(at.Y, scaleY);
        var floorX = Floor(x);
        var floorY = Floor(y);
        var x0 = Max((int)floorX, 0);
        var y0 = Max((int)floorY, 0);
        var x1 = Min((int)Ceiling(x), source.Width - 1);
        var y1 = Min((int)Ceiling(y), source.Height - 1);
        // TensorFlow Lite takes the fraction from the clamped lower pixel.
        var right = x - x0;
        var below = y - y0;
        x0 = Min(x0, source.Width - 1);
        y0 = Min(y0, source.Height - 1);
        var upper = (source.Read(x0, y0, at.Z) * (1f - right)) + (source.Read(x1, y0, at.Z) * right);
        var lower = (source.Read(x0, y1, at.Z) * (1f - right)) + (source.Read(x1, y1, at.Z) * right);
        destination.Write(at.X, at.Y, at.Z, (upper * (1f - below)) + (lower * below));
    }

    private float Place(int output, float scale) =>
        halfPixelCenters ? ((output + 0.5f) * scale) - 0.5f : output * scale;
}
