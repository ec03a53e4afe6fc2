using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Host;

/// <summary>Runs the C# of a kernel over a grid. Generated code calls it.</summary>
public static class HostExecutor
{
    /// <summary>Runs every invocation of every workgroup and returns when all are done.</summary>
    /// <typeparam name="TKernel">The kernel's own type, so that the call of <c>Execute</c> is direct.</typeparam>
    /// <param name="kernel">The kernel with its arguments, whose resources all have host memory.</param>
    /// <param name="workgroup">Invocations of a workgroup, at most 1024.</param>
    /// <param name="groups">How many workgroups, at least 1 and at most 65535 along each axis.</param>
    /// <param name="barriers">
    /// Whether the kernel calls <see cref="Language.Invocation.Barrier"/>. Each invocation of a workgroup then has a thread of
    /// its own, which costs some microseconds for each invocation and barrier.
    /// </param>
    /// <exception cref="KernelFaultException">
    /// An invocation failed: it left the extents of a resource, diverged at a barrier or threw. The first failure stops the
    /// dispatch; the message names kernel and invocation. What other invocations wrote is undefined.
    /// </exception>
    /// <exception cref="DeviceException">The threads that barriers need cannot be started.</exception>
    public static void Run<TKernel>(TKernel kernel, GridSize workgroup, GridSize groups, bool barriers)
        where TKernel : struct, IKernel
    {
        var name = typeof(TKernel).Name;
        if (!HostLimits.AllowWorkgroup(workgroup))
        {
            throw new ArgumentOutOfRangeException(
                nameof(workgroup), $"{name}: a workgroup of {workgroup} is not one of 1 to {HostLimits.WorkgroupInvocations} invocations.");
        }

        if (!HostLimits.AllowGroups(groups))
        {
            throw new ArgumentOutOfRangeException(
                nameof(groups), $"{name}: {groups} workgroups are not within 1 to {HostLimits.All.MaxWorkgroupCount} along each axis.");
        }

        HostDispatch dispatch = barriers
            ? new BarrierDispatch<TKernel>(kernel, workgroup, groups)
            : new LoopDispatch<TKernel>(kernel, workgroup, groups);
        dispatch.Run();
    }
}
