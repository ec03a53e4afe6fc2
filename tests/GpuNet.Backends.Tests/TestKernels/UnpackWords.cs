using GpuNet.Language;

namespace GpuNet.Backends.Tests.TestKernels;

/// <summary>Writes the words of a tensor, row after row, layer after layer.</summary>
[Kernel(4, 2, 1)]
internal readonly partial struct UnpackWords(ReadTensor<uint> source, ReadWriteBuffer<uint> destination)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= source.Width || at.Y >= source.Height || at.Z >= source.Layers) return;
        destination[(((at.Z * source.Height) + at.Y) * source.Width) + at.X] = source.Read(at.X, at.Y, at.Z);
    }
}
