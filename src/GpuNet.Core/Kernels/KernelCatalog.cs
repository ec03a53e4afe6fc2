using GpuNet.Shaders;

namespace GpuNet.Kernels;

/// <summary>Every kernel of GpuNet.</summary>
public static class KernelCatalog
{
    /// <summary>The kernels, in the order of their names.</summary>
    public static IReadOnlyList<KernelDescriptor> All { get; } = [];
}
