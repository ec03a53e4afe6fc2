using GpuNet.Kernels;
using GpuNet.Language;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>The software floats of the quantised kernels, one slot each, as <see cref="FixedPointProbe"/> does for integers.</summary>
/// <param name="a">The bits of floats.</param>
/// <param name="b">As many more.</param>
/// <param name="results"><see cref="Slots"/> results for each pair.</param>
[Kernel(64)]
internal readonly partial struct SoftFloatProbe(ReadBuffer<uint> a, ReadBuffer<uint> b, ReadWriteBuffer<uint> results)
{
    /// <summary>Results of a pair.</summary>
    public const int Slots = 5;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= a.Length) return;
        var x = a[at.X];
        var y = b[at.X];
        var first = at.X * Slots;
        results[first] = SoftFloat.Add(x, y);
        results[first + 1] = SoftFloat.Subtract(x, y);
        results[first + 2] = SoftFloat.Multiply(x, y);
        results[first + 3] = SoftFloat.Divide(x, y);
        results[first + 4] = (uint)SoftFloat.ToNearest(x);
    }
}
