using GpuNet.Language;

namespace GpuNet.Backends.Tests.TestKernels;

/// <summary>state[i] += state[i].</summary>
[Kernel(8)]
internal readonly partial struct DoubleInPlace(ReadWriteBuffer<float> state)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X < state.Length) state[at.X] += state[at.X];
    }
}
