using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>RESIZE_BILINEAR of unsigned bytes: in floats, in TensorFlow Lite's order of operations, a half added and cut off.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word, stored less 128.</para>
/// <para>A sum near an integer decides a byte, so each operation must round for itself, which no driver of OpenGL ES 3.1
/// promises: it is done in integers.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="scaleX">Input pixels for each output pixel along x.</param>
/// <param name="scaleY">Input pixels for each output pixel along y.</param>
/// <param name="halfPixelCenters">Whether a pixel stands for its centre and not for its corner.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct UnsignedResizeBilinear(
    ReadTensor<uint> source,
    WriteTensor<uint> destination,
    float scaleX,
    float scaleY,
    bool halfPixelCenters)
{
    private const int Offset = 128;

    // The bits of the floats 0.5 and 1.
    private const uint Half = 0x3f000000u;
    private const uint One = 0x3f800000u;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var placeX = Place(at.X, scaleX);
        var placeY = Place(at.Y, scaleY);
        var x0 = Max((int)Floor(AsFloat(placeX)), 0);
        var y0 = Max((int)Floor(AsFloat(placeY)), 0);
        var x1 = Min((int)Ceiling(AsFloat(placeX)), source.Width - 1);
        var y1 = Min((int)Ceiling(AsFloat(placeY)), source.Height - 1);
        var right = SoftFloat.Subtract(placeX, AsUInt((float)x0));
        var below = SoftFloat.Subtract(placeY, AsUInt((float)y0));
        var left = SoftFloat.Subtract(One, right);
        var above = SoftFloat.Subtract(One, below);
        x0 = Min(x0, source.Width - 1);
        y0 = Min(y0, source.Height - 1);
        var p00 = Pixel(x0, y0, at.Z);
        var p01 = Pixel(x0, y1, at.Z);
        var p10 = Pixel(x1, y0, at.Z);
        var p11 = Pixel(x1, y1, at.Z);
        var result = new Int4(
            Mix(p00.X, p01.X, p10.X, p11.X, left, right, above, below),
            Mix(p00.Y, p01.Y, p10.Y, p11.Y, left, right, above, below),
            Mix(p00.Z, p01.Z, p10.Z, p11.Z, left, right, above, below),
            Mix(p00.W, p01.W, p10.W, p11.W, left, right, above, below));
        destination.Write(at.X, at.Y, at.Z, PackInt8(result - Offset));
    }

    private static int Mix(int p00, int p01, int p10, int p11, uint left, uint right, uint above, uint below)
    {
        var sum = SoftFloat.Add(Product(p00, above, left), Product(p01, below, left));
        sum = SoftFloat.Add(sum, Product(p10, above, right));
        sum = SoftFloat.Add(sum, Product(p11, below, right));
        return (int)AsFloat(SoftFloat.Add(sum, Half));
    }

    private static uint Product(int pixel, uint a, uint b) => SoftFloat.Multiply(SoftFloat.Multiply(AsUInt((float)pixel), a), b);

    private Int4 Pixel(int x, int y, int layer) => UnpackInt8(source.Read(x, y, layer)) + Offset;

    private uint Place(int output, float scale)
    {
        var place = AsUInt((float)output);
        if (!halfPixelCenters) return SoftFloat.Multiply(place, AsUInt(scale));
        return SoftFloat.Subtract(SoftFloat.Multiply(SoftFloat.Add(place, Half), AsUInt(scale)), Half);
    }
}
