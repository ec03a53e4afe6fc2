using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>QUANTIZE from floats: zero-point + x / scale, rounded half away from zero and clamped.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices), rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice).</para>
/// <para>A quotient near a tie decides a byte, and few devices divide as IEEE 754 asks: so it is done in integers.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="scale">The output's scale.</param>
/// <param name="zeroPoint">The output's zero-point.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct FloatsToBytes(
    ReadTensor<Float4> source,
    WriteTensor<uint> destination,
    float scale,
    int zeroPoint)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var x = source.Read(at.X, at.Y, at.Z);
        var q = new Int4(Steps(x.X), Steps(x.Y), Steps(x.Z), Steps(x.W)) + zeroPoint;
        destination.Write(at.X, at.Y, at.Z, PackInt8(Clamp(q, new Int4(-128), new Int4(127))));
    }

    private int Steps(float value) => SoftFloat.ToNearest(SoftFloat.Divide(AsUInt(value), AsUInt(scale)));
}
