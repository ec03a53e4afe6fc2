using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>QUANTIZE from floats: zero-point + x / scale, rounded half away from zero and clamped.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices), rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice).</para>
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
    // Far outside of what a byte holds, and well inside of what an int does.
    private const float Bound = 1024f;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var steps = source.Read(at.X, at.Y, at.Z) / scale;
        var q = new Int4(Rounded(steps.X), Rounded(steps.Y), Rounded(steps.Z), Rounded(steps.W)) + zeroPoint;
        destination.Write(at.X, at.Y, at.Z, PackInt8(Clamp(q, new Int4(-128), new Int4(127))));
    }

    // Adding a half to a number just below one half would round up to one.
    private static int Rounded(float value)
    {
        var magnitude = Min(Abs(value), Bound);
        var whole = Floor(magnitude);
        var rounded = (int)whole + (magnitude - whole >= 0.5f ? 1 : 0);
        return value < 0f ? -rounded : rounded;
    }
}
