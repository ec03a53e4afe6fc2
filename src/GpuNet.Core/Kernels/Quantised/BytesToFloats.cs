using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>DEQUANTIZE, and the normalisation of inputs: (byte - zero) * scale.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices), rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice).</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="scale">Zeros and scales.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct BytesToFloats(
    ReadTensor<uint> source,
    WriteTensor<Float4> destination,
    ByteScale scale)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var steps = (Float4)UnpackInt8(source.Read(at.X, at.Y, at.Z)) - new Float4(scale.ZeroX, scale.ZeroY, scale.ZeroZ, scale.ZeroW);
        destination.Write(at.X, at.Y, at.Z, steps * new Float4(scale.ScaleX, scale.ScaleY, scale.ScaleZ, scale.ScaleW));
    }
}
