using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Tests;

/// <summary>A device on which one kernel is wrong. Does not own the device that does the work.</summary>
/// <param name="device">What does the work.</param>
/// <param name="kernel">The kernel that is wrong.</param>
/// <param name="fault">What is wrong with it.</param>
internal sealed class FaultyDevice(IDevice device, string kernel, KernelFault fault) : IDevice
{
    private int faults;

    /// <summary>How many pipelines were made wrong.</summary>
    public int Faults => faults;

    public DeviceInfo Info => device.Info;

    public IDeviceBuffer CreateBuffer(string name, long byteLength, BufferPlacement placement) => device.CreateBuffer(name, byteLength, placement);

    public IDeviceTexture CreateTexture(string name, int width, int height, int layers, TexelFormat format) =>
        device.CreateTexture(name, width, height, layers, format);

    public IPipeline CreatePipeline(PipelineRequest request)
    {
        if (request.Variant.Kernel.Name != kernel) return device.CreatePipeline(request);
        Interlocked.Increment(ref faults);
        return device.CreatePipeline(fault.OfPipeline(request));
    }

    public ICommandList Record(IReadOnlyList<DeviceCommand> commands) => device.Record([.. commands.Select(
        command => command is DispatchCommand d && d.Kernel.Kernel.Name == kernel ? d with { Uniforms = fault.OfDispatch(d) } : command)]);

    public void Dispose()
    {
    }
}
