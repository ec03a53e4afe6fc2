using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Tests;

/// <summary>
/// A device that says it is hardware of another kind, and perhaps one that cannot read buffers as texels, so that the planner plans
/// for that.
/// </summary>
internal sealed class DeviceOfKind(IDevice device, DeviceKind kind, bool readsTexels = true) : IDevice
{
    public DeviceInfo Info { get; } = device.Info with
    {
        Kind = kind,
        Limits = device.Info.Limits with { MaxTexelBufferElements = readsTexels ? device.Info.Limits.MaxTexelBufferElements : 0 },
    };

    public IDeviceBuffer CreateBuffer(string name, long byteLength, BufferPlacement placement) =>
        device.CreateBuffer(name, byteLength, placement);

    public IDeviceTexture CreateTexture(string name, int width, int height, int layers, TexelFormat format) =>
        device.CreateTexture(name, width, height, layers, format);

    public IPipeline CreatePipeline(PipelineRequest request) => device.CreatePipeline(request);

    public ICommandList Record(IReadOnlyList<DeviceCommand> commands) => device.Record(commands);

    public void Dispose() => device.Dispose();
}
