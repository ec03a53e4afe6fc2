using GpuNet.Backends.Metal.Interop;
using GpuNet.Devices;

namespace GpuNet.Backends.Metal;

/// <summary>
/// Commands that are bound once and encoded into one command buffer for each submission, as Metal's cannot be submitted twice.
/// The list keeps alive what it uses. Lists of one device run in the order of their submission.
/// </summary>
internal sealed class MetalCommandList : ICommandList
{
    private const string Name = "A command list";

    private readonly Lock gate = new();
    private readonly MetalDevice device;
    private readonly CommandStep[] steps;
    private readonly MetalObject[] used;
    private readonly Submission submission;
    private readonly CommandEncoding encoding;
    private CommandProfiler? profiler;
    private bool isDisposed;

    public MetalCommandList(MetalDevice device, MTLDevice metal, RetainedObject queue, IReadOnlyList<DeviceCommand> commands)
    {
        this.device = device;
        encoding = new CommandEncoding(device.Info.Name);
        steps = new CommandStep[commands.Count];
        var binder = new CommandBinder(device, metal);
        for (var i = 0; i < steps.Length; i++) steps[i] = binder.Bind(commands[i]);
        submission = new Submission(device, metal, queue, Name);
        try
        {
            used = HoldOn(binder.Used);
        }
        catch (ObjectDisposedException)
        {
            submission.Dispose();
            throw;
        }
    }

    public void Submit()
    {
        lock (gate)
        {
            CheckUsable();
            using var pool = AutoreleasePool.Open();
            var commands = submission.Begin();
            encoding.Begin(commands);
            foreach (var step in steps) step.Encode(encoding);
            encoding.End();
            submission.Commit(commands);
        }
    }

    public void Wait()
    {
        lock (gate)
        {
            if (isDisposed) throw Disposed();
            using var pool = AutoreleasePool.Open();
            submission.Wait();
        }
    }

    public long[] Profile()
    {
        lock (gate)
        {
            CheckUsable();
            using var pool = AutoreleasePool.Open();
            profiler ??= device.Call(metal => CommandProfiler.Create(device, metal, steps, submission));
            return profiler.Run();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (isDisposed) return;
            isDisposed = true;
            using var pool = AutoreleasePool.Open();
            submission.Dispose();
            profiler?.Dispose();
            foreach (var item in used) item.LetGo();
        }
    }

    private static MetalObject[] HoldOn(IReadOnlyCollection<MetalObject> items)
    {
        var held = new List<MetalObject>(items.Count);
        try
        {
            foreach (var item in items)
            {
                item.HoldOn();
                held.Add(item);
            }
        }
        catch (ObjectDisposedException)
        {
            foreach (var item in held) item.LetGo();
            throw;
        }

        return [.. held];
    }

    private void CheckUsable()
    {
        if (isDisposed) throw Disposed();
        device.ThrowIfDisposed();
        foreach (var item in used) item.ThrowIfDisposed();
    }

    // ThrowIf would name the type, which says less.
    private static ObjectDisposedException Disposed() => new(Name);
}
