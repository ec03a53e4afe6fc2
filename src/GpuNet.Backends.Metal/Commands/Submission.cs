using System.Diagnostics;
using GpuNet.Backends.Metal.Interop;

namespace GpuNet.Backends.Metal;

/// <summary>
/// Hands one command buffer at a time to the queue and waits for it. For one thread at a time; allocates nothing once it is made.
/// </summary>
/// <remarks>
/// Metal's own wait has no limit, so the host waits for an event that the command buffer signals at its end. One that fails may
/// not come so far, which is why its status is looked at now and then.
/// </remarks>
internal sealed class Submission : IDisposable
{
    private const int LookEveryMilliseconds = 100;

    private readonly MetalDevice device;
    private readonly string name;
    private readonly RetainedObject queue;
    private readonly RetainedObject done;
    private ulong count;
    private MTLCommandBuffer inFlight;

    /// <param name="device">The device.</param>
    /// <param name="metal">The same.</param>
    /// <param name="queue">Its queue, which this holds on to.</param>
    /// <param name="name">What to call the commands in messages.</param>
    /// <exception cref="DeviceException">There is no memory for an event.</exception>
    public Submission(MetalDevice device, MTLDevice metal, RetainedObject queue, string name)
    {
        this.device = device;
        this.name = name;
        done = new RetainedObject(metal.NewSharedEvent());
        if (done.IsInvalid) throw new DeviceException($"{device.Info.Name} has no event to give.");
        queue.HoldOn();
        this.queue = queue;
    }

    /// <summary>How long the device took for the last submission that was waited for.</summary>
    public double GpuNanoseconds { get; private set; }

    /// <summary>An empty command buffer, lent by the pool of the caller. The last submission is waited for first.</summary>
    /// <exception cref="DeviceException">There is no memory for it, or the last submission failed.</exception>
    public MTLCommandBuffer Begin()
    {
        Wait();
        var commands = new MTLCommandQueue(queue.Pointer).CommandBuffer();
        return commands.Pointer != 0 ? commands : throw new DeviceException($"{device.Info.Name} has no command buffer to give.");
    }

    /// <summary>Submits a command buffer whose encoders are closed.</summary>
    public void Commit(MTLCommandBuffer commands)
    {
        ObjectiveC.objc_retain(commands.Pointer);
        commands.SignalEvent(done.Pointer, ++count);
        commands.Commit();
        inFlight = commands;
    }

    /// <summary>Waits for the last submission; returns at once if there is none.</summary>
    /// <exception cref="DeviceException">It failed, or the time that the device gives it is over.</exception>
    public void Wait()
    {
        if (inFlight.Pointer == 0) return;
        AwaitEnd();
        var failure = inFlight.Status == MTLCommandBufferStatus.Error ? NSError.Message(inFlight.Error) : null;
        GpuNanoseconds = (inFlight.GpuEndTime - inFlight.GpuStartTime) * 1e9;
        Forget();
        if (failure is not null) throw new DeviceException($"{name} failed on {device.Info.Name}: {failure}");
    }

    public void Dispose()
    {
        try
        {
            Wait();
        }
        catch (DeviceException)
        {
            // It failed, or hangs: there is nothing left to wait for, and the command buffer retains what it uses.
            Forget();
        }

        done.Dispose();
        queue.LetGo();
    }

    private void AwaitEnd()
    {
        var start = Stopwatch.GetTimestamp();
        var signalled = new MTLSharedEvent(done.Pointer);
        while (!signalled.Wait(count, LookEveryMilliseconds))
        {
            if (inFlight.Status >= MTLCommandBufferStatus.Completed) break;
            if (Stopwatch.GetElapsedTime(start) >= device.Timeout)
                throw new DeviceException($"{name} did not finish within {device.Timeout.TotalSeconds} seconds.");
        }

        // The event comes a little before the status.
        inFlight.WaitUntilCompleted();
    }

    private void Forget()
    {
        ObjectiveC.objc_release(inFlight.Pointer);
        inFlight = default;
    }
}
