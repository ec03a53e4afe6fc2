using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>RESIZE_BILINEAR of unsigned bytes: in floats, in TensorFlow Lite's order of operations, a half added and cut off.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word, stored less 128.</para>
/// <para>Each operation must round for itself: fused, a sum that ends near an integer could end on its other side.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="scaleX">Input pixels for each output pixel along x.</param>
/// <param name="scaleY">Input pixels for each output pixel along y.</param>
/// <param name="halfPixelCenters">Whether a pixel stands for its centre and not for its corner.</param>
[Kernel(8, 4, 1, IsPrecise = true)]
internal readonly partial struct UnsignedResizeBilinear(
    ReadTensor<uint> source,
    WriteTensor<uint> destination,
    float scaleX,
    float scaleY,
    bool halfPixelCenters)
{
    private const int Offset = 128;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var x = Place(at.X, scaleX);
        var y = Place(at.Y, scaleY);
        var x0 = Max((int)Floor(x), 0);
        var y0 = Max((int)Floor(y), 0);
        var x1 = Min((int)Ceiling(x), source.Width - 1);
        var y1 = Min((int)Ceiling(y), source.Height - 1);
        var right = x - x0;
        var below = y - y0;
        x0 = Min(x0, source.Width - 1);
        y0 = Min(y0, source.Height - 1);
        var sum = (Pixel(x0, y0, at.Z) * (1f - below) * (1f - right))
            + (Pixel(x0, y1, at.Z) * below * (1f - right))
            + (Pixel(x1, y0, at.Z) * (1f - below) * right)
            + (Pixel(x1, y1, at.Z) * below * right)
            + 0.5f;
        destination.Write(at.X, at.Y, at.Z, PackInt8((Int4)sum - Offset));
    }

    private Float4 Pixel(int x, int y, int layer) => (Float4)(UnpackInt8(source.Read(x, y, layer)) + Offset);

    private float Place(int output, float scale) =>
        halfPixelCenters ? ((output + 0.5f) * scale) - 0.5f : output * scale;
}
