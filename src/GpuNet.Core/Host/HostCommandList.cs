using System.Diagnostics;
using System.Runtime.ExceptionServices;
using GpuNet.Devices;

namespace GpuNet.Host;

/// <summary>Commands that the thread of a <see cref="HostQueue"/> runs in their order.</summary>
internal sealed unsafe class HostCommandList(HostQueue queue, DeviceCommand[] commands) : ICommandList
{
    /// <summary>How long a submission may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly object gate = new();
    private bool inFlight;
    private bool disposed;
    private volatile bool abandoned;
    private ExceptionDispatchInfo? error;
    private bool errorSeen;
    private long[]? timings;

    public void Submit() => Submit(measured: null);

    public void Wait()
    {
        lock (gate)
        {
            WaitForLast();
            ThrowError();
        }
    }

    public long[] Profile()
    {
        var measured = new long[commands.Length];
        Submit(measured);
        Wait();
        return measured;
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            if (inFlight && !Monitor.Wait(gate, Patience)) abandoned = true;
        }
    }

    /// <summary>Runs the commands; the queue's thread calls it.</summary>
    public void Run()
    {
        ExceptionDispatchInfo? failure = null;
        try
        {
            for (var i = 0; i < commands.Length && !abandoned; i++)
            {
                var start = Stopwatch.GetTimestamp();
                Run(commands[i]);
                if (timings != null && commands[i] is not BarrierCommand) timings[i] = Nanoseconds(Stopwatch.GetTimestamp() - start);
            }
        }
        catch (Exception caught)
        {
            failure = ExceptionDispatchInfo.Capture(caught);
        }

        lock (gate)
        {
            error = failure;
            errorSeen = false;
            inFlight = false;
            Monitor.PulseAll(gate);
        }
    }

    private static long Nanoseconds(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));

    private static void Run(DeviceCommand command)
    {
        switch (command)
        {
            case DispatchCommand dispatch:
                ((HostPipeline)dispatch.Pipeline).ThrowIfDisposed();
                foreach (var resource in dispatch.Resources) HostCommandCheck.MemoryOf(resource).ThrowIfDisposed();
                dispatch.Kernel.RunOnHost(dispatch.Pipeline.Request.Workgroup, dispatch.Groups);
                break;
            case CopyBufferCommand copy:
                Copy(copy.Source, (HostBuffer)copy.Destination.Buffer, copy.Destination.Offset);
                break;
            case CopyToTextureCommand copy:
                Copy(copy.Source, ((HostTexture)copy.Destination).Memory, 0);
                break;
        }
    }

    private static void Copy(BufferRange source, HostBuffer destination, long offset) => Buffer.MemoryCopy(
        ((HostBuffer)source.Buffer).Address + source.Offset, destination.Address + offset, destination.ByteLength - offset, source.ByteLength);

    private void Submit(long[]? measured)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            WaitForLast();
            if (abandoned) throw new DeviceException("The command list was given up on when it did not finish in time.");
            if (!errorSeen) ThrowError();
            error = null;
            timings = measured;
            inFlight = true;
        }

        try
        {
            queue.Enqueue(this);
        }
        catch (ObjectDisposedException)
        {
            lock (gate) inFlight = false;
            throw;
        }
    }

    private void WaitForLast()
    {
        while (inFlight)
        {
            // Whoever steps through a kernel in a debugger may take their time.
            if (Monitor.Wait(gate, Patience) || Debugger.IsAttached) continue;
            abandoned = true;
            throw new DeviceException($"The host did not finish {commands.Length} commands within {Patience.TotalSeconds} seconds.");
        }
    }

    /// <summary>A failure surfaces at every wait for it or, where nobody waited, at the next submission.</summary>
    private void ThrowError()
    {
        errorSeen = true;
        error?.Throw();
    }
}
