using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Host;

/// <summary>The host as a device. Submitted lists run one after another on a thread of the device, each over all processors.</summary>
internal sealed class HostDevice(DeviceInfo info) : IDevice
{
    private readonly HostQueue queue = new();
    private volatile bool disposed;

    public DeviceInfo Info => info;

    public IDeviceBuffer CreateBuffer(string name, long byteLength, BufferPlacement placement)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(byteLength, 1);
        return Allocate(name, () => new HostBuffer(name, byteLength, placement));
    }

    public IDeviceTexture CreateTexture(string name, int width, int height, int layers, TexelFormat format)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        var limits = info.Limits;
        if (Math.Max(width, height) > limits.MaxTextureExtent || layers > limits.MaxTextureLayers)
        {
            throw new DeviceException(
                $"{name}: a texture array of {width} x {height} x {layers} is above the host's limit of "
                + $"{limits.MaxTextureExtent} x {limits.MaxTextureExtent} x {limits.MaxTextureLayers}.");
        }

        return Allocate(name, () => new HostTexture(name, width, height, layers, format));
    }

    public IPipeline CreatePipeline(PipelineRequest request)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(request);
        if (!HostLimits.AllowWorkgroup(request.Workgroup))
        {
            throw new DeviceException(
                $"{request.Variant}: a workgroup of {request.Workgroup} is not one of 1 to {HostLimits.WorkgroupInvocations} invocations.");
        }

        return new HostPipeline(this, request);
    }

    public ICommandList Record(IReadOnlyList<DeviceCommand> commands)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(commands);
        DeviceCommand[] recorded = [.. commands];
        foreach (var command in recorded) HostCommandCheck.Check(command, this);
        return new HostCommandList(queue, recorded);
    }

    public void Dispose()
    {
        disposed = true;
        queue.Dispose();
    }

    private static T Allocate<T>(string name, Func<T> allocate)
    {
        try
        {
            return allocate();
        }
        catch (OutOfMemoryException error)
        {
            throw new DeviceException($"{name}: the host has not so much memory.", error);
        }
    }
}
