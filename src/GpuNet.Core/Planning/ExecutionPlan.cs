using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Shaders;

namespace GpuNet.Planning;

/// <summary>
/// A graph as steps of kernels on resources that have no memory yet. It knows no API: what a backend needs of it are variants,
/// constants, grids and bindings.
/// </summary>
/// <param name="Steps">The steps, in the order in which they run.</param>
/// <param name="Constants">The packed weights.</param>
/// <param name="Activations">The tensors between the steps; each is written before it is read.</param>
/// <param name="Inputs">What the caller sets.</param>
/// <param name="Outputs">What the caller reads: the graph's outputs in their order, then what else is kept.</param>
public sealed record ExecutionPlan(
    IReadOnlyList<PlannedStep> Steps,
    IReadOnlyList<PlannedConstant> Constants,
    IReadOnlyList<DeviceTensor> Activations,
    IReadOnlyList<PlannedTransfer> Inputs,
    IReadOnlyList<PlannedTransfer> Outputs);

/// <summary>One run of a kernel.</summary>
/// <param name="Label">The operator and the tensor that it writes.</param>
/// <param name="Operator">The operator's place in the file; -1 for a step that brings data in or out.</param>
/// <param name="Kernel">The kernel with its arguments.</param>
/// <param name="Arguments">The arguments, taken apart.</param>
/// <param name="Variant">The variant that fits them.</param>
/// <param name="Workgroup">Invocations of a workgroup.</param>
/// <param name="Groups">Number of workgroups.</param>
public sealed record PlannedStep(
    string Label, int Operator, IKernel Kernel, KernelArguments Arguments, KernelVariant Variant, GridSize Workgroup, GridSize Groups)
{
    /// <summary>The place in the file of another operator that the step computes; -1 for none.</summary>
    public int FusedOperator { get; init; } = -1;

    /// <summary>Kernel and variant, and the shape of its workgroups where that is not the kernel's own.</summary>
    public string KernelName => Workgroup == Arguments.Kernel.DefaultWorkgroup ? $"{Variant}" : $"{Variant} in {Workgroup}";

    /// <summary>The resources that the step reads.</summary>
    public IEnumerable<DeviceResource> Reads => ResourcesWhere(kind => kind != BindingKind.WriteTensor);

    /// <summary>The resources that the step writes.</summary>
    public IEnumerable<DeviceResource> Writes => ResourcesWhere(kind => kind is BindingKind.WriteTensor or BindingKind.ReadWriteBuffer);

    private IEnumerable<DeviceResource> ResourcesWhere(Func<BindingKind, bool> condition)
    {
        for (var i = 0; i < Arguments.Resources.Count; i++)
        {
            if (condition(Arguments.Kernel.Bindings[i].Kind)) yield return Arguments.Resources[i];
        }
    }
}

/// <summary>A buffer in the order of NHWC that the host sets or reads.</summary>
/// <param name="Tensor">The tensor of the graph.</param>
/// <param name="Resource">The buffer: floats, or 32-bit indices for the output of ARG_MAX.</param>
public sealed record PlannedTransfer(Tensor Tensor, DeviceArray Resource);
