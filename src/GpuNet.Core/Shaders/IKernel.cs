using GpuNet.Devices;
using GpuNet.Host;
using GpuNet.Language;

namespace GpuNet.Shaders;

/// <summary>A kernel with its arguments. The generator implements it for every struct with <see cref="KernelAttribute"/>.</summary>
public interface IKernel
{
    /// <summary>What the generator knows of the kernel.</summary>
    KernelDescriptor Kernel { get; }

    /// <summary>Adds the resources, uniforms, late constants and structural values, in the order of the kernel's parameters.</summary>
    void Describe(KernelArguments arguments);

    /// <summary>Runs the kernel's C# itself over <paramref name="groups"/> workgroups, on the threads of the host.</summary>
    void RunOnHost(GridSize workgroup, GridSize groups);

    /// <summary>What one invocation does.</summary>
    void Execute(Invocation at);
}
