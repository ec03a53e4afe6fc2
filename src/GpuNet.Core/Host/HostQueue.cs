namespace GpuNet.Host;

/// <summary>Runs submitted command lists in the order of their submission, on one thread of its own.</summary>
internal sealed class HostQueue : IDisposable
{
    private readonly Queue<HostCommandList> waiting = new();
    private readonly Thread thread;
    private bool closing;

    public HostQueue()
    {
        thread = new Thread(Work) { IsBackground = true, Name = "GpuNet host queue" };
        thread.Start();
    }

    /// <exception cref="ObjectDisposedException">The device is disposed.</exception>
    public void Enqueue(HostCommandList list)
    {
        lock (waiting)
        {
            ObjectDisposedException.ThrowIf(closing, typeof(HostDevice));
            waiting.Enqueue(list);
            Monitor.Pulse(waiting);
        }
    }

    /// <summary>Runs what was submitted before, then ends the thread. Gives up on a kernel that does not end.</summary>
    public void Dispose()
    {
        lock (waiting)
        {
            closing = true;
            Monitor.Pulse(waiting);
        }

        thread.Join(HostCommandList.Patience);
    }

    private void Work()
    {
        while (Next() is { } list) list.Run();
    }

    private HostCommandList? Next()
    {
        lock (waiting)
        {
            while (waiting.Count == 0)
            {
                if (closing) return null;
                Monitor.Wait(waiting);
            }

            return waiting.Dequeue();
        }
    }
}
