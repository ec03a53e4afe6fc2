using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Host;

/// <summary>A kernel on the host needs no compilation: the pipeline only knows what it was made from, and by whom.</summary>
internal sealed class HostPipeline(HostDevice device, PipelineRequest request) : IPipeline
{
    private volatile bool disposed;

    public HostDevice Device => device;

    public PipelineRequest Request => request;

    /// <exception cref="ObjectDisposedException">It is disposed: a GPU could not run it any more.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(disposed, this);

    public void Dispose() => disposed = true;
}
