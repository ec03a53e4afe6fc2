using System.Diagnostics;
using System.Runtime.ExceptionServices;
using GpuNet.Backends.Gles.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Gles.Interop.Gl;

namespace GpuNet.Backends.Gles;

/// <summary>
/// Recorded steps. As a work item of the context's thread it replays them; the fence after them tells when they are done.
/// One submission is in flight at a time: the next waits for it. It owns its views of buffers as texels.
/// </summary>
internal sealed class GlesCommandList(
    GlesContextThread thread, DeviceInfo device, GlesStep[][] commands, GlesObject[] used, GlesTexelBuffer[] views) : GlesWork, ICommandList
{
    private readonly object gate = new();
    private ExceptionDispatchInfo? failure;
    private bool isInFlight;
    private volatile bool isDisposed;

    // The context's thread only.
    private nint fence;
    private long replayedAt;

    /// <summary>How long a submission may take.</summary>
    internal TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);

    public void Submit()
    {
        ThrowIfDisposed();
        lock (gate)
        {
            WaitForLast();
            thread.Enqueue(this);
            isInFlight = true;
        }
    }

    public void Wait()
    {
        lock (gate) WaitForLast();
    }

    public long[] Profile()
    {
        ThrowIfDisposed();
        return thread.Invoke(gl =>
        {
            foreach (var item in used) item.ThrowIfDisposed();
            return GlesProfiler.Measure(gl, device, commands);
        });
    }

    /// <summary>Forbids further use. What was submitted runs to its end.</summary>
    public void Dispose()
    {
        isDisposed = true;
        foreach (var view in views) view.Dispose();
    }

    internal override void Execute(GlesContext context)
    {
        try
        {
            foreach (var item in used) item.ThrowIfDisposed();
            Replay(context.Gl);
            context.ReportMessages();
            thread.Watch(this);
        }
        catch (Exception e)
        {
            // Whatever it is, it is the submitter's: Wait throws it there.
            DeleteFence(context.Gl);
            Complete(e);
        }
    }

    /// <summary>Waits for the fence for a while; whether the submission has ended, well or not. The context's thread only.</summary>
    internal bool TryComplete(Gl gl, ulong nanoseconds)
    {
        try
        {
            var status = gl.glClientWaitSync(fence, 0, nanoseconds);
            if (status == GL_TIMEOUT_EXPIRED && Stopwatch.GetElapsedTime(replayedAt) < Limit) return false;
            if (status == GL_WAIT_FAILED) gl.Check("glClientWaitSync");
            var hasEnded = status is GL_ALREADY_SIGNALED or GL_CONDITION_SATISFIED;
            DeleteFence(gl);
            Complete(hasEnded ? null : Late());
        }
        catch (DeviceException e)
        {
            Complete(e);
        }

        return true;
    }

    private DeviceException Late() => new($"The device did not finish a command list within {Limit.TotalSeconds} seconds.");

    private void Replay(Gl gl)
    {
        foreach (var command in commands)
        {
            foreach (var step in command) step.Replay(gl);
        }

        // Later lists, and the host, see what this one wrote.
        GlesStep.Barrier.Instance.Replay(gl);
        fence = gl.glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
        gl.glFlush();
        gl.Check("Running a command list (GPUNET_GLES_DEBUG=1 names the call)");
        if (fence == 0) throw new DeviceException("glFenceSync gave no fence.");
        replayedAt = Stopwatch.GetTimestamp();
    }

    private void DeleteFence(Gl gl)
    {
        if (fence != 0) gl.glDeleteSync(fence);
        fence = 0;
    }

    private void Complete(Exception? reason)
    {
        lock (gate)
        {
            failure = reason is null ? null : ExceptionDispatchInfo.Capture(reason);
            isInFlight = false;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits until no submission is in flight, and throws what the last one failed for. Holds the gate.</summary>
    private void WaitForLast()
    {
        var start = Stopwatch.GetTimestamp();
        while (isInFlight)
        {
            var left = Limit - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) throw Late();
            Monitor.Wait(gate, left);
        }

        var last = failure;
        failure = null;
        last?.Throw();
    }

    private void ThrowIfDisposed()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        foreach (var item in used) item.ThrowIfDisposed();
    }
}
