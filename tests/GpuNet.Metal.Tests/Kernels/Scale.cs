using GpuNet.Devices;
using GpuNet.Language;
using GpuNet.Shaders;

namespace GpuNet.Metal.Tests;

/// <summary>target[i] = factor * source[i].</summary>
[Kernel(8)]
internal readonly partial struct Scale(ReadBuffer<float> source, ReadWriteBuffer<float> target, float factor)
{
    /// <summary>A pipeline that is only there to be bound or refused.</summary>
    public static PipelineRequest Request(GridSize? workgroup = null) =>
        new(Descriptor.Variants[0], new uint[Descriptor.LateConstants.Count], workgroup ?? Descriptor.DefaultWorkgroup);

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X < target.Length) target[at.X] = factor * source[at.X];
    }
}
