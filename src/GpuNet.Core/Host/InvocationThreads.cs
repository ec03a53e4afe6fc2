using System.Collections.Concurrent;

namespace GpuNet.Host;

/// <summary>What the threads of a workgroup run.</summary>
internal interface IInvocationBody
{
    /// <summary>Runs the invocation with number <paramref name="index"/> in its workgroup; never throws.</summary>
    void Run(int index);
}

/// <summary>
/// The threads of one workgroup, one for each invocation, with the barrier between them. They are kept for later dispatches:
/// at most one idle set for each processor.
/// </summary>
internal sealed class InvocationThreads
{
    /// <summary>Bytes of stack for each thread: a kernel is shallow, but the first to run is compiled on it.</summary>
    private const int StackBytes = 512 * 1024;

    private static readonly ConcurrentBag<InvocationThreads> Idle = [];

    private int threadCount;
    private IInvocationBody? body;
    private volatile bool closing;

    private InvocationThreads()
    {
    }

    public HostBarrier Barrier { get; } = new();

    /// <summary>A set of at least <paramref name="count"/> threads, the caller's own until it returns it.</summary>
    /// <exception cref="DeviceException">The threads cannot be started.</exception>
    public static InvocationThreads Rent(int count)
    {
        if (!Idle.TryTake(out var threads)) threads = new InvocationThreads();
        try
        {
            threads.Grow(count);
        }
        catch (OutOfMemoryException error)
        {
            Return(threads);
            throw new DeviceException($"The host cannot start the {count} threads that a workgroup with barriers needs.", error);
        }

        return threads;
    }

    /// <summary>Gives back what <see cref="Rent"/> gave.</summary>
    public static void Return(InvocationThreads threads)
    {
        threads.body = null;
        if (Idle.Count < Environment.ProcessorCount) Idle.Add(threads);
        else threads.Close();
    }

    /// <summary>Runs one workgroup of <paramref name="count"/> invocations and waits until all have ended.</summary>
    /// <param name="work">What to run.</param>
    /// <param name="count">How many invocations.</param>
    /// <param name="descending">Whether the last invocation begins.</param>
    public void RunAll(IInvocationBody work, int count, bool descending)
    {
        body = work;
        Barrier.RunAll(count, descending);
    }

    private void Grow(int count)
    {
        Barrier.Grow(count);
        while (threadCount < count)
        {
            var index = threadCount;
            var thread = new Thread(() => Loop(index), StackBytes) { IsBackground = true, Name = $"GpuNet invocation {index}" };
            thread.Start();
            threadCount++;
        }
    }

    private void Close()
    {
        closing = true;
        Barrier.ReleaseAll();
    }

    private void Loop(int index)
    {
        while (true)
        {
            Barrier.WaitForTurn(index);
            if (closing) return;
            if (!Barrier.IsAbandoned) body!.Run(index);
            Barrier.End();
        }
    }
}
