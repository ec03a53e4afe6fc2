using GpuNet.Language;

namespace UserKernels;

/// <summary>The running sum within each block of 64 values: sums[i] is the sum of the block's values up to and with i.</summary>
/// <remarks>Grid: one invocation a value, one workgroup of 64 a block. Each of six rounds doubles how far back a sum reaches.</remarks>
/// <param name="values">What to add.</param>
/// <param name="sums">As many sums.</param>
[Kernel(BlockLength)]
public readonly partial struct BlockPrefixSum(ReadBuffer<int> values, ReadWriteBuffer<int> sums)
{
    /// <summary>Values of a block.</summary>
    public const int BlockLength = 64;

    /// <summary>Makes one sum.</summary>
    public void Execute(Invocation at)
    {
        var block = at.Shared<int>(BlockLength);
        var i = at.LocalX;
        block[i] = at.X < values.Length ? values[at.X] : 0;
        at.Barrier();
        for (var reach = 1; reach < BlockLength; reach *= 2)
        {
            var earlier = i >= reach ? block[i - reach] : 0;
            at.Barrier();
            block[i] += earlier;
            at.Barrier();
        }

        if (at.X < sums.Length) sums[at.X] = block[i];
    }
}
