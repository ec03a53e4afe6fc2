using GpuNet.Devices;
using GpuNet.Language;
using GpuNet.Shaders;

namespace GpuNet.Host;

/// <summary>A dispatch with barriers: each invocation of a workgroup runs on a thread of its own, in turns with the others.</summary>
internal sealed class BarrierDispatch<TKernel>(TKernel kernel, GridSize workgroup, GridSize groups)
    : HostDispatch(typeof(TKernel).Name, workgroup, groups)
    where TKernel : struct, IKernel
{
    /// <summary>More workgroups do not run at a time than have this many threads together, unless it is one.</summary>
    private const int MaxThreads = 256;

    private readonly TKernel kernel = kernel;

    protected override int MaxWorkers => Math.Min(base.MaxWorkers, Math.Max(1, MaxThreads / (int)Workgroup.Count));

    protected override void Work()
    {
        var threads = InvocationThreads.Rent((int)Workgroup.Count);
        var barrier = threads.Barrier;
        var group = new HostWorkgroup(Workgroup, barrier);
        var body = new Body(this, group, barrier);
        while (MoveToNext(group))
        {
            // Every other workgroup starts with its last invocation, to bring out barriers that are missing.
            threads.RunAll(body, (int)Workgroup.Count, descending: ((group.X ^ group.Y ^ group.Z) & 1) != 0);
            if (barrier.Divergence is not { } divergence) continue;
            var ended = At(group, divergence.Ended);
            var text = $"waits at a barrier, and invocation ({ended.X}, {ended.Y}, {ended.Z}) of its workgroup ended without coming there.";
            Fail(new KernelFaultException(text), At(group, divergence.Waiting));
        }

        InvocationThreads.Return(threads);
    }

    private static Invocation At(HostWorkgroup group, int index)
    {
        var (row, x) = Math.DivRem(index, group.SizeX);
        var (z, y) = Math.DivRem(row, group.SizeY);
        return new Invocation(group, x, y, z);
    }

    private sealed class Body(BarrierDispatch<TKernel> dispatch, HostWorkgroup group, HostBarrier barrier) : IInvocationBody
    {
        private TKernel own = dispatch.kernel;

        public void Run(int index)
        {
            var at = At(group, index);
            try
            {
                own.Execute(at);
            }
            catch (Exception error)
            {
                // Once the workgroup is abandoned, whatever an invocation throws is only its way out.
                if (!barrier.IsAbandoned) dispatch.Fail(error, at);
                barrier.Abandon();
            }
        }
    }
}
