using System.Runtime.CompilerServices;
using GpuNet.Devices;
using GpuNet.Language;
using GpuNet.Shaders;

namespace GpuNet.Host;

/// <summary>A dispatch without barriers: the invocations of a workgroup run one after another in a loop.</summary>
internal sealed class LoopDispatch<TKernel>(TKernel kernel, GridSize workgroup, GridSize groups)
    : HostDispatch(typeof(TKernel).Name, workgroup, groups)
    where TKernel : struct, IKernel
{
    private readonly TKernel kernel = kernel;

    protected override void Work()
    {
        var group = new HostWorkgroup(Workgroup, barrier: null);
        var own = kernel;
        while (MoveToNext(group)) RunGroup(ref own, group);
    }

    /// <summary>One invocation, in a frame of its own: a kernel may allocate on the stack, which a loop would pile up.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Execute(ref TKernel kernel, Invocation at) => kernel.Execute(at);

    private void RunGroup(ref TKernel own, HostWorkgroup group)
    {
        int x = 0, y = 0, z = 0;
        try
        {
            for (z = 0; z < group.SizeZ; z++)
            for (y = 0; y < group.SizeY; y++)
            for (x = 0; x < group.SizeX; x++)
                Execute(ref own, new Invocation(group, x, y, z));
        }
        catch (Exception error)
        {
            Fail(error, new Invocation(group, x, y, z));
        }
    }
}
