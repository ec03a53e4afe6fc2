using GpuNet.Language;

namespace GpuNet.Backends.Tests.TestKernels;

/// <summary>destination = source + addend, texel by texel.</summary>
[Kernel(4, 2, 1)]
internal readonly partial struct AddToTexels(ReadTensor<Float4> source, WriteTensor<Float4> destination, float addend)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        destination.Write(at.X, at.Y, at.Z, source.Read(at.X, at.Y, at.Z) + addend);
    }
}
