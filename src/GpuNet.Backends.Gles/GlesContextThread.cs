using System.Runtime.ExceptionServices;
using GpuNet.Backends.Gles.Interop;

namespace GpuNet.Backends.Gles;

/// <summary>Something for the context's thread to do. A link of the thread's queue, so that queueing it allocates nothing.</summary>
internal abstract class GlesWork
{
    internal GlesWork? Next { get; set; }

    /// <summary>Does it, on the context's thread; never throws.</summary>
    internal abstract void Execute(GlesContext context);
}

/// <summary>
/// The thread that a context lives on. Other threads hand it work, which it does in the order in which it came; while it has
/// nothing else to do it watches the fences of what the device still runs.
/// </summary>
internal sealed class GlesContextThread : IDisposable
{
    /// <summary>How long new work may have to wait while the thread watches a fence.</summary>
    private const ulong FenceSliceNanoseconds = 1_000_000;

    /// <summary>How long the end may take; a driver that hangs must not hang its user.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(2);

    private readonly object gate = new();
    private readonly Queue<GlesCommandList> inFlight = new();
    private readonly GlesOptions options;
    private readonly Thread thread;
    private GlesContext? context;
    private GlesWork? first;
    private GlesWork? last;
    private bool isClosing;

    private GlesContextThread(GlesOptions options)
    {
        this.options = options;
        thread = new Thread(start => Main((Call)start!)) { IsBackground = true, Name = "GpuNet OpenGL ES" };
    }

    /// <summary>Starts a thread and opens a context on it.</summary>
    /// <exception cref="DeviceException">There is no such context.</exception>
    public static GlesContextThread Start(GlesOptions options)
    {
        var started = new GlesContextThread(options);
        var opened = new Call(_ => { });
        started.thread.Start(opened);
        try
        {
            opened.Wait();
            return started;
        }
        catch
        {
            started.Dispose();
            throw;
        }
    }

    /// <summary>Does something on the context's thread and waits for it; what it throws is thrown here.</summary>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public T Invoke<T>(Func<Gl, T> body)
    {
        // A callback of the user's that calls the device back is on the thread already.
        if (Thread.CurrentThread == thread && context is not null) return body(context.Gl);
        var result = default(T)!;
        var call = new Call(context => result = body(context.Gl));
        Enqueue(call);
        call.Wait();
        return result;
    }

    /// <inheritdoc cref="Invoke{T}(Func{Gl, T})"/>
    public void Invoke(Action<Gl> body) => Invoke(gl =>
    {
        body(gl);
        return 0;
    });

    /// <summary>Hands over work and returns at once; allocates nothing.</summary>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public void Enqueue(GlesWork work)
    {
        ObjectDisposedException.ThrowIf(!TryEnqueue(work), typeof(GlesDevice));
    }

    /// <summary>Does something on the context's thread, some time; does nothing if the context has gone.</summary>
    public void Post(Action<Gl> body) => TryEnqueue(new Message(body));

    /// <summary>Remembers a list whose commands the device has not finished. On the context's thread only.</summary>
    public void Watch(GlesCommandList list) => inFlight.Enqueue(list);

    /// <summary>Waits for what was handed over, destroys the context and ends the thread.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isClosing = true;
            Monitor.PulseAll(gate);
        }

        if (Thread.CurrentThread != thread) thread.Join(EndLimit);
    }

    private bool TryEnqueue(GlesWork work)
    {
        lock (gate)
        {
            if (isClosing) return false;
            work.Next = null;
            if (last is null) first = work;
            else last.Next = work;
            last = work;
            Monitor.Pulse(gate);
            return true;
        }
    }

    /// <summary>The next work; null if there is none, after waiting for it if asked to, until the thread is to end.</summary>
    private GlesWork? Dequeue(bool wait)
    {
        lock (gate)
        {
            while (wait && first is null && !isClosing) Monitor.Wait(gate);
            var work = first;
            if (work is null) return null;
            first = work.Next;
            if (first is null) last = null;
            work.Next = null;
            return work;
        }
    }

    private void Main(Call opened)
    {
        try
        {
            context = GlesContext.Open(options);
        }
        catch (Exception e)
        {
            opened.Fail(e);
            return;
        }

        opened.Execute(context);
        while (true)
        {
            if (Dequeue(wait: inFlight.Count == 0) is { } work) work.Execute(context);
            else if (!inFlight.TryPeek(out var list)) break;
            else if (list.TryComplete(context.Gl, FenceSliceNanoseconds)) inFlight.Dequeue();
        }

        context.Dispose();
    }

    /// <summary>Work that its caller waits for.</summary>
    private sealed class Call(Action<GlesContext> body) : GlesWork
    {
        private readonly object gate = new();
        private ExceptionDispatchInfo? failure;
        private bool isDone;

        public void Wait()
        {
            lock (gate)
            {
                while (!isDone) Monitor.Wait(gate);
            }

            failure?.Throw();
        }

        public void Fail(Exception? reason)
        {
            lock (gate)
            {
                failure = reason is null ? null : ExceptionDispatchInfo.Capture(reason);
                isDone = true;
                Monitor.PulseAll(gate);
            }
        }

        internal override void Execute(GlesContext context)
        {
            try
            {
                body(context);
                context.ReportMessages();
                Fail(null);
            }
            catch (Exception e)
            {
                // Whatever it is, it is the caller's: Wait throws it there.
                Fail(e);
            }
        }
    }

    /// <summary>Work that nobody waits for.</summary>
    private sealed class Message(Action<Gl> body) : GlesWork
    {
        internal override void Execute(GlesContext context)
        {
            try
            {
                body(context.Gl);
            }
            catch (DeviceException e)
            {
                context.Report(e.Message);
            }
        }
    }
}
