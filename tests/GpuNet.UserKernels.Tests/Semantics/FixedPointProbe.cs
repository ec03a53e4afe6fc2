using GpuNet.Kernels;
using GpuNet.Language;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>
/// The fixed-point functions of the quantised kernels, one slot each. Their source is compiled into this project, as a kernel can
/// only call what stands beside it.
/// </summary>
/// <param name="a">Any integers.</param>
/// <param name="b">As many more.</param>
/// <param name="results"><see cref="Slots"/> results for each pair.</param>
[Kernel(64)]
internal readonly partial struct FixedPointProbe(ReadBuffer<int> a, ReadBuffer<int> b, ReadWriteBuffer<int> results)
{
    /// <summary>Results of a pair.</summary>
    public const int Slots = 7;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= a.Length) return;
        var x = a[at.X];
        var y = b[at.X];
        var first = at.X * Slots;
        results[first] = FixedPoint.SaturatingRoundingDoublingHighMul(x, y);
        results[first + 1] = FixedPoint.RoundingDivideByPowerOfTwo(x, y & 31);
        results[first + 2] = FixedPoint.SaturatingShiftLeft(x, y & 31);
        results[first + 3] = FixedPoint.Requantise(x >> 8, y & int.MaxValue, (x & 31) - 24);
        results[first + 4] = FixedPoint.RequantiseShort(x >> 1, (y | (1 << 30)) << 1, 1 + (x & 15) + (y & 15));
        results[first + 5] = FixedPoint.ExpOfNegative(-(x & int.MaxValue));
        results[first + 6] = FixedPoint.OneOverOnePlus(x & int.MaxValue);
    }
}
