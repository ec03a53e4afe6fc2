using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>RESIZE_BILINEAR of signed bytes: places and weights in 1/1024, the sum rounded half away from zero.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word.</para>
/// <para>Cost: four words read, 16 multiplications.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="scaleX">Input pixels for each output pixel along x, in 1/1024.</param>
/// <param name="scaleY">Input pixels for each output pixel along y, in 1/1024.</param>
/// <param name="halfPixelCenters">Whether a pixel stands for its centre and not for its corner.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct QuantisedResizeBilinear(
    ReadTensor<uint> source,
    WriteTensor<uint> destination,
    int scaleX,
    int scaleY,
    bool halfPixelCenters)
{
    /// <summary>One pixel.</summary>
    public const int One = 1024;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var x = Place(at.X, scaleX);
        var y = Place(at.Y, scaleY);
        var x0 = Max(x / One, 0);
        var y0 = Max(y / One, 0);
        var x1 = Min((x + One - 1) / One, source.Width - 1);
        var y1 = Min((y + One - 1) / One, source.Height - 1);
        var right = x - (One * x0);
        var below = y - (One * y0);
        x0 = Min(x0, source.Width - 1);
        y0 = Min(y0, source.Height - 1);
        // Bytes times two weights of 10 bits stay below 2^28.
        var sum = (Pixel(x0, y0, at.Z) * ((One - below) * (One - right)))
            + (Pixel(x0, y1, at.Z) * (below * (One - right)))
            + (Pixel(x1, y0, at.Z) * ((One - below) * right))
            + (Pixel(x1, y1, at.Z) * (below * right));
        var result = new Int4(Rounded(sum.X), Rounded(sum.Y), Rounded(sum.Z), Rounded(sum.W));
        destination.Write(at.X, at.Y, at.Z, PackInt8(result));
    }

    private Int4 Pixel(int x, int y, int layer) => UnpackInt8(source.Read(x, y, layer));

    private int Place(int output, int scale) => (output * scale) + (halfPixelCenters ? (scale / 2) - (One / 2) : 0);

    private static int Rounded(int sum) => (sum > 0 ? sum + (One * One / 2) : sum - (One * One / 2)) / (One * One);
}
