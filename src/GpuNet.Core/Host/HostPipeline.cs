using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Host;

/// <summary>A kernel on the host needs no compilation: the pipeline only knows what it was made from, and by whom.</summary>
internal sealed class HostPipeline(HostDevice device, PipelineRequest request) : IPipeline
{
    public HostDevice Device => device;

    public PipelineRequest Request => request;

    public void Dispose()
    {
        // There is nothing to free.
    }
}
