using System.Collections.Concurrent;
using GpuNet.Backends.Metal.Interop;
using GpuNet.Shaders;

namespace GpuNet.Backends.Metal;

/// <summary>
/// The libraries of a device, one for each variant: pipelines that differ in late constants alone share the work of the
/// compiler. Thread-safe; a library is compiled by one thread, and others wait for it.
/// </summary>
internal sealed class LibraryCache : IDisposable
{
    private readonly ConcurrentDictionary<KernelVariant, Lazy<RetainedObject>> libraries = new(ReferenceEqualityComparer.Instance);

    /// <summary>The library of a variant. It belongs to the cache.</summary>
    /// <exception cref="DeviceException">The compiler rejects it.</exception>
    public RetainedObject For(MTLDevice metal, KernelVariant variant)
    {
        var entry = libraries.GetOrAdd(
            variant, key => new Lazy<RetainedObject>(() => MetalCompiler.Library(metal, key.ToString(), key.MslUtf8)));
        try
        {
            return entry.Value;
        }
        catch (DeviceException)
        {
            // A lack of memory may pass, so the next one tries again.
            libraries.TryRemove(new KeyValuePair<KernelVariant, Lazy<RetainedObject>>(variant, entry));
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var entry in libraries.Values)
        {
            if (entry.IsValueCreated) entry.Value.Dispose();
        }

        libraries.Clear();
    }
}
