namespace GpuNet.Backends.Vulkan;

/// <summary>
/// Something of the driver's that others may still be using when its owner disposes it: it is destroyed when the last of
/// them lets go. Thread-safe.
/// </summary>
internal abstract class ReferenceCounted : IDisposable
{
    private int references = 1;
    private int disposed;

    protected ReferenceCounted(string name) => Name = name;

    /// <summary>What to call it in messages.</summary>
    public string Name { get; }

    /// <summary>Whether its owner has disposed it.</summary>
    public bool IsDisposed => Volatile.Read(ref disposed) != 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        OnDispose();
        Release();
    }

    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public void ThrowIfDisposed()
    {
        if (IsDisposed) throw Disposed();
    }

    /// <summary>Keeps it alive until <see cref="Release"/>.</summary>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public void Retain()
    {
        int seen;
        do
        {
            ThrowIfDisposed();
            seen = Volatile.Read(ref references);
            if (seen == 0) throw Disposed();
        }
        while (Interlocked.CompareExchange(ref references, seen + 1, seen) != seen);
    }

    /// <summary>Lets go of it.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref references) == 0) Destroy();
    }

    /// <summary>What happens at once when the owner disposes it.</summary>
    protected virtual void OnDispose()
    {
    }

    /// <summary>Gives everything back to the driver. Must cope with what a failed constructor leaves.</summary>
    protected abstract void Destroy();

    // ThrowIf would name the type, which says less than the object's own name.
    private ObjectDisposedException Disposed() => new(Name);
}
