using GpuNet.Backends.Metal.Interop;
using GpuNet.Devices;

namespace GpuNet.Backends.Metal;

/// <summary>A buffer: in shared storage where the host reaches it, else in the device's own.</summary>
internal sealed unsafe class MetalBuffer : MetalObject, IDeviceBuffer
{
    private MetalBuffer(MetalDevice device, string name, RetainedObject handle, long byteLength, BufferPlacement placement)
        : base(device, name, handle)
    {
        ByteLength = byteLength;
        Placement = placement;
    }

    public long ByteLength { get; }

    public BufferPlacement Placement { get; }

    /// <summary>Allocates one.</summary>
    /// <exception cref="DeviceException">There is not so much memory, or the device's limit is lower.</exception>
    public static MetalBuffer Create(MetalDevice device, MTLDevice metal, string name, long byteLength, BufferPlacement placement)
    {
        var most = device.Info.Limits.MaxStorageBufferBytes;
        if (byteLength > most) throw new DeviceException($"{name} takes {byteLength} bytes; {device.Info.Name} has buffers of at most {most}.");
        var storage = placement == BufferPlacement.Device ? MTLResourceOptions.StorageModePrivate : MTLResourceOptions.StorageModeShared;
        var buffer = metal.NewBuffer((nuint)byteLength, storage);
        if (buffer == 0) throw new DeviceException($"{name} takes {byteLength} bytes; {device.Info.Name} has not so much memory left.");
        Label.Set(buffer, name);
        return new MetalBuffer(device, name, new RetainedObject(buffer), byteLength, placement);
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        HoldOn();
        try
        {
            source.CopyTo(Contents(BufferPlacement.Upload, offset, source.Length));
        }
        finally
        {
            LetGo();
        }
    }

    public void Read(Span<byte> destination, long offset)
    {
        HoldOn();
        try
        {
            Contents(BufferPlacement.Readback, offset, destination.Length).CopyTo(destination);
        }
        finally
        {
            LetGo();
        }
    }

    private Span<byte> Contents(BufferPlacement placement, long offset, int length)
    {
        if (Placement != placement)
            throw new InvalidOperationException($"{Name} is a buffer of placement {Placement}; this needs {placement}.");
        if (offset < 0 || offset > ByteLength - length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{length} bytes do not fit into {Name} of {ByteLength} bytes there.");
        return new Span<byte>(new MTLBuffer(Pointer).Contents + offset, length);
    }
}
