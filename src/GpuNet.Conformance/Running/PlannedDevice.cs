using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Conformance;

/// <summary>A device that says it is hardware of another class, so that the planner plans for that one. Does not own the device.</summary>
internal sealed class PlannedDevice(IDevice device, PlannedFor planned) : IDevice
{
    public DeviceInfo Info { get; } = ClassOf(device.Info) == planned
        ? device.Info
        : device.Info with { Kind = planned == PlannedFor.Gpu ? DeviceKind.DiscreteGpu : DeviceKind.Software };

    public static PlannedFor ClassOf(DeviceInfo info) => info.Kind is DeviceKind.Software or DeviceKind.Host ? PlannedFor.Software : PlannedFor.Gpu;

    public IDeviceBuffer CreateBuffer(string name, long byteLength, BufferPlacement placement) => device.CreateBuffer(name, byteLength, placement);

    public IDeviceTexture CreateTexture(string name, int width, int height, int layers, TexelFormat format) =>
        device.CreateTexture(name, width, height, layers, format);

    public IPipeline CreatePipeline(PipelineRequest request) => device.CreatePipeline(request);

    public ICommandList Record(IReadOnlyList<DeviceCommand> commands) => device.Record(commands);

    public void Dispose()
    {
    }
}
