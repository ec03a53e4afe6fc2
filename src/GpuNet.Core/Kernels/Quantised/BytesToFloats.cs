using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>DEQUANTIZE: scale * (q - zero-point).</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices), rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice).</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="scale">The input's scale.</param>
/// <param name="zeroPoint">The input's zero-point.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct BytesToFloats(
    ReadTensor<uint> source,
    WriteTensor<Float4> destination,
    float scale,
    int zeroPoint)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var steps = UnpackInt8(source.Read(at.X, at.Y, at.Z)) - zeroPoint;
        destination.Write(at.X, at.Y, at.Z, (Float4)steps * scale);
    }
}
