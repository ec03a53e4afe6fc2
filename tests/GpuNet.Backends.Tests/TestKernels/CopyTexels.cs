using GpuNet.Language;

namespace GpuNet.Backends.Tests.TestKernels;

/// <summary>Copies a tensor, but for half of each texel in the columns of odd number, which is the same everywhere.</summary>
[Kernel(4, 2, 1)]
internal readonly partial struct CopyTexels(ReadTensor<Float4> source, WriteTensor<Float4> destination)
{
    /// <summary>What stands in the last two components.</summary>
    public const float Third = 0.33333f, Fourth = -777.77f;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= source.Width || at.Y >= source.Height || at.Z >= source.Layers) return;
        var texel = source.Read(at.X, at.Y, at.Z);
        if (at.X % 2 == 0) destination.Write(at.X, at.Y, at.Z, texel);
        else destination.Write(at.X, at.Y, at.Z, new Float4(texel.X, texel.Y, Third, Fourth));
    }
}
