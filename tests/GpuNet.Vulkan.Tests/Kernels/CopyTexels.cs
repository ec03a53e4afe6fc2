using GpuNet.Language;

namespace GpuNet.Vulkan.Tests;

/// <summary>Copies each texel.</summary>
[Kernel(4, 2, 1)]
internal readonly partial struct CopyTexels(ReadTensor<Float4> source, WriteTensor<Float4> target)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X < target.Width && at.Y < target.Height && at.Z < target.Layers)
            target.Write(at.X, at.Y, at.Z, source.Read(at.X, at.Y, at.Z));
    }
}
