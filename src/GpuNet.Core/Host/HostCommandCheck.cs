using GpuNet.Devices;

namespace GpuNet.Host;

/// <summary>Checks commands when they are recorded, so that running them can only fail inside a kernel.</summary>
internal static class HostCommandCheck
{
    /// <exception cref="ArgumentException">The command is not one that <paramref name="device"/> can run.</exception>
    /// <exception cref="DeviceException">It is above a limit of the device.</exception>
    /// <exception cref="ObjectDisposedException">A buffer, texture or pipeline of it is disposed.</exception>
    public static void Check(DeviceCommand command, HostDevice device)
    {
        switch (command)
        {
            case DispatchCommand dispatch:
                CheckDispatch(dispatch, device);
                break;
            case CopyBufferCommand copy:
                CheckCopy(copy);
                break;
            case CopyToTextureCommand copy:
                CheckCopy(copy);
                break;
            case BarrierCommand:
                break;
            default:
                throw new ArgumentException($"The host device knows no command '{command}'.", nameof(command));
        }
    }

    /// <summary>The host memory of a resource, where its storage says that it lies.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static HostBuffer MemoryOf(DeviceResource resource)
    {
        var memory = resource is DeviceTensor { Storage: TensorStorage.TextureArray } tensor
            ? (tensor.Texture as HostTexture)?.Memory
            : resource.Range?.Buffer as HostBuffer;
        return memory ?? throw new ArgumentException($"{resource} is not bound to memory of the host device.", nameof(resource));
    }

    private static void CheckDispatch(DispatchCommand dispatch, HostDevice device)
    {
        if (dispatch.Pipeline is not HostPipeline pipeline || pipeline.Device != device)
            throw new ArgumentException($"{dispatch.Label}: its pipeline is not this device's own.", nameof(dispatch));
        pipeline.ThrowIfDisposed();
        if (!HostLimits.AllowGroups(dispatch.Groups))
        {
            throw new DeviceException(
                $"{dispatch.Label}: {dispatch.Groups} workgroups are not within 1 to {HostLimits.All.MaxWorkgroupCount} along each axis.");
        }

        foreach (var resource in dispatch.Resources) MemoryOf(resource).ThrowIfDisposed();
    }

    private static void CheckCopy(CopyBufferCommand copy)
    {
        var source = CheckRange(copy.Source);
        var destination = CheckRange(copy.Destination);
        if (copy.Source.ByteLength != copy.Destination.ByteLength)
        {
            throw new ArgumentException(
                $"{copy.Source.ByteLength} bytes of {source.Name} do not fill {copy.Destination.ByteLength} of {destination.Name}.", nameof(copy));
        }

        if (source == destination && Math.Abs(copy.Source.Offset - copy.Destination.Offset) < copy.Source.ByteLength)
            throw new ArgumentException($"The source and the destination of a copy overlap in {source.Name}.", nameof(copy));
    }

    private static void CheckCopy(CopyToTextureCommand copy)
    {
        var source = CheckRange(copy.Source);
        if (copy.Destination is not HostTexture texture)
            throw new ArgumentException($"{copy.Destination.Name} is not a texture of the host device.", nameof(copy));
        texture.Memory.ThrowIfDisposed();
        if (copy.Source.ByteLength != texture.Memory.ByteLength)
        {
            throw new ArgumentException(
                $"{copy.Source.ByteLength} bytes of {source.Name} do not fill {texture.Name} of {texture.Memory.ByteLength}.", nameof(copy));
        }
    }

    private static HostBuffer CheckRange(BufferRange range)
    {
        if (range.Buffer is not HostBuffer buffer)
            throw new ArgumentException($"{range.Buffer.Name} is not a buffer of the host device.", nameof(range));
        buffer.ThrowIfDisposed();
        if (range.ByteLength < 1 || range.Offset < 0 || range.Offset > buffer.ByteLength - range.ByteLength)
        {
            throw new ArgumentException(
                $"{range.ByteLength} bytes from {range.Offset} on do not lie in {buffer.Name} of {buffer.ByteLength} bytes.", nameof(range));
        }

        return buffer;
    }
}
