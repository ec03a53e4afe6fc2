using GpuNet.Backends.Metal.Interop;

namespace GpuNet.Backends.Metal;

/// <summary>A buffer, texture or pipeline of a device. Thread-safe.</summary>
internal abstract class MetalObject : IDisposable
{
    private readonly RetainedObject handle;
    private volatile bool isDisposed;

    /// <param name="device">Its device.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="handle">The object, which this disposes.</param>
    protected MetalObject(MetalDevice device, string name, RetainedObject handle)
    {
        Device = device;
        Name = name;
        this.handle = handle;
    }

    public MetalDevice Device { get; }

    /// <summary>What to call it in messages.</summary>
    public string Name { get; }

    /// <summary>The object, for those who hold on to it.</summary>
    public nint Pointer => handle.Pointer;

    public void Dispose()
    {
        isDisposed = true;
        handle.Dispose();
    }

    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public void ThrowIfDisposed()
    {
        if (isDisposed) throw Disposed();
    }

    /// <summary>Keeps it alive until <see cref="LetGo"/>.</summary>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public void HoldOn()
    {
        ThrowIfDisposed();
        try
        {
            handle.HoldOn();
        }
        catch (ObjectDisposedException)
        {
            throw Disposed();
        }
    }

    /// <summary>Lets go of it.</summary>
    public void LetGo() => handle.LetGo();

    // ThrowIf would name the type, which says less than the object's own name.
    private ObjectDisposedException Disposed() => new(Name);
}
