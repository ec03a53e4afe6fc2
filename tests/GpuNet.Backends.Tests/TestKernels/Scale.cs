using GpuNet.Language;

namespace GpuNet.Backends.Tests.TestKernels;

/// <summary>destination[i] = factor * source[i].</summary>
[Kernel(8)]
internal readonly partial struct Scale(ReadBuffer<float> source, ReadWriteBuffer<float> destination, float factor)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X < destination.Length) destination[at.X] = factor * source[at.X];
    }
}
