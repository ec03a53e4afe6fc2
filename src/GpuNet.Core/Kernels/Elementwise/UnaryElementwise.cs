using GpuNet.Graphs;
using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>RELU, RELU6, LOGISTIC or HARD_SWISH of every element.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices), rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice).</para>
/// <para>Cost: one texel read, one written.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="function">The number of a <see cref="UnaryKind"/>.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct UnaryElementwise(
    ReadTensor<Float4> source,
    WriteTensor<Float4> destination,
    int function)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var value = source.Read(at.X, at.Y, at.Z);
        var zero = new Float4(0f);
        var six = new Float4(6f);
        Float4 result;
        if (function == (int)UnaryKind.Relu) result = Max(value, zero);
        else if (function == (int)UnaryKind.Relu6) result = Clamp(value, zero, six);
        else if (function == (int)UnaryKind.Logistic) result = new Float4(1f) / (Exp(-value) + 1f);
        else result = value * Clamp(value + 3f, zero, six) / 6f;
        destination.Write(at.X, at.Y, at.Z, result);
    }
}
