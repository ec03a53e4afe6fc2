using System.Runtime.ExceptionServices;
using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Host;

/// <summary>One dispatch: several workers take workgroup after workgroup until there is none left or one has failed.</summary>
/// <param name="kernel">The kernel's name, for messages.</param>
/// <param name="workgroup">Invocations of a workgroup.</param>
/// <param name="groups">Number of workgroups.</param>
internal abstract class HostDispatch(string kernel, GridSize workgroup, GridSize groups) : IThreadPoolWorkItem
{
    private readonly object gate = new();
    private int helpersAtWork;
    private bool done;
    private long taken;
    private ExceptionDispatchInfo? failure;

    protected GridSize Workgroup => workgroup;

    /// <summary>The most workers that are of use: a processor and a workgroup for each.</summary>
    protected virtual int MaxWorkers => (int)Math.Min(Environment.ProcessorCount, groups.Count);

    /// <summary>Runs all workgroups on the caller's thread and on threads of the pool.</summary>
    /// <remarks>The caller waits for helpers that have begun, not for those still queued: a busy pool blocks nothing.</remarks>
    public void Run()
    {
        for (var helpers = MaxWorkers - 1; helpers > 0; helpers--) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        WorkGuarded();
        lock (gate)
        {
            done = true;
            while (helpersAtWork > 0) Monitor.Wait(gate);
        }

        failure?.Throw();
    }

    /// <summary>What a helper does.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        lock (gate)
        {
            if (done) return;
            helpersAtWork++;
        }

        WorkGuarded();
        lock (gate)
        {
            helpersAtWork--;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Runs workgroups as long as <see cref="MoveToNext"/> yields one.</summary>
    protected abstract void Work();

    /// <summary>Moves <paramref name="group"/> to the next workgroup of the dispatch, if one is left.</summary>
    protected bool MoveToNext(HostWorkgroup group)
    {
        var number = Interlocked.Increment(ref taken) - 1;
        if (number >= groups.Count || Volatile.Read(ref failure) != null) return false;
        var (row, x) = Math.DivRem(number, groups.X);
        var (z, y) = Math.DivRem(row, groups.Y);
        group.MoveTo((int)x, (int)y, (int)z);
        return true;
    }

    /// <summary>Stops the dispatch because the invocation <paramref name="at"/> failed. The first failure counts.</summary>
    protected void Fail(Exception error, Invocation at)
    {
        var reason = error.Message.ReplaceLineEndings(" ");
        var message = $"{kernel}, invocation ({at.X}, {at.Y}, {at.Z}): {reason}";
        Fail(new KernelFaultException(message, error));
    }

    private void Fail(Exception error) => Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);

    private void WorkGuarded()
    {
        try
        {
            Work();
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }
}
