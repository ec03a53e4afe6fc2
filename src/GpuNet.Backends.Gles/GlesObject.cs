using GpuNet.Backends.Gles.Interop;

namespace GpuNet.Backends.Gles;

/// <summary>A buffer, texture or program of OpenGL ES, known by its number.</summary>
internal abstract class GlesObject(GlesContextThread thread, string name, uint id) : IDisposable
{
    private volatile bool isDisposed;

    /// <summary>What to call it in messages.</summary>
    public string Name { get; } = name;

    /// <summary>The thread of the context that it belongs to.</summary>
    internal GlesContextThread Thread { get; } = thread;

    /// <summary>The number that the API knows it by.</summary>
    internal uint Id { get; } = id;

    /// <summary>Deletes it once what was handed over before is done; the driver keeps it as long as the device uses it.</summary>
    public void Dispose()
    {
        if (isDisposed) return;

        // Set before the deletion is queued: work that finds it unset on the context's thread runs before that deletion.
        isDisposed = true;
        Thread.Post(Delete);
    }

    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    internal void ThrowIfDisposed()
    {
        if (isDisposed) throw Disposed();
    }

    /// <summary>Deletes it, on the context's thread.</summary>
    private protected abstract void Delete(Gl gl);

    /// <summary>Names the object, which the runtime's own helper cannot: it has only the type.</summary>
    private ObjectDisposedException Disposed() => new(Name);
}
