using GpuNet.Host;

namespace GpuNet.Devices;

/// <summary>
/// What a kernel's parameter is bound to: a name and extents from the start, memory from the moment that it is placed. The
/// planner builds kernels on resources without memory; placement then binds each to a range of a buffer or to a texture.
/// </summary>
public abstract unsafe class DeviceResource
{
    private protected DeviceResource(string name, long byteLength)
    {
        Name = name;
        ByteLength = byteLength;
    }

    /// <summary>What to call it in messages: the tensor's name in the model, or the parameter's.</summary>
    public string Name { get; }

    /// <summary>Bytes that it takes in a buffer.</summary>
    public long ByteLength { get; }

    /// <summary>The range of a buffer that holds it, once bound to one.</summary>
    public BufferRange? Range { get; private set; }

    /// <summary>The address of the first byte where the memory is the host's, for kernels that run on the CPU.</summary>
    private protected byte* HostAddress { get; set; }

    /// <summary>Places the resource at <paramref name="offset"/> bytes into <paramref name="buffer"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit there.</exception>
    public void Bind(IDeviceBuffer buffer, long offset)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (offset < 0 || offset > buffer.ByteLength - ByteLength)
            throw new ArgumentOutOfRangeException(
                nameof(offset), offset, $"{Name} takes {ByteLength} bytes, and {buffer.Name} has {buffer.ByteLength}.");
        Range = new BufferRange(buffer, offset, ByteLength);
        HostAddress = buffer is HostBuffer host ? host.Address + offset : null;
    }
}
