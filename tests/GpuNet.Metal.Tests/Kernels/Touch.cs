using GpuNet.Language;

namespace GpuNet.Metal.Tests;

/// <summary>Writes one element, wherever it is told to.</summary>
[Kernel(1)]
internal readonly partial struct Touch(ReadWriteBuffer<uint> target, int index)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X == 0) target[index] = 1u;
    }
}
