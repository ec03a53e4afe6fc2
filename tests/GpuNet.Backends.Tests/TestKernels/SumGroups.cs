using GpuNet.Language;

namespace GpuNet.Backends.Tests.TestKernels;

/// <summary>The sum of each workgroup's elements, halving in shared memory; the workgroup is a power of two, at most 128.</summary>
[Kernel(64)]
internal readonly partial struct SumGroups(ReadBuffer<int> source, ReadWriteBuffer<int> sums)
{
    private const int MaximumGroup = 128;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var partial = at.Shared<int>(MaximumGroup);
        partial[at.LocalX] = source[at.X];
        at.Barrier();
        for (var half = at.GroupSizeX / 2; half > 0; half /= 2)
        {
            if (at.LocalX < half) partial[at.LocalX] += partial[at.LocalX + half];
            at.Barrier();
        }

        if (at.LocalX == 0) sums[at.GroupX] = partial[0];
    }
}
