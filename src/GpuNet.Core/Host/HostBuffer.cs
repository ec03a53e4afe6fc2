using System.Runtime.InteropServices;
using GpuNet.Devices;

namespace GpuNet.Host;

/// <summary>A buffer in the host's own memory, aligned to 64 bytes.</summary>
internal sealed unsafe class HostBuffer : IDeviceBuffer
{
    private const nuint Alignment = 64;

    private byte* address;

    public HostBuffer(string name, long byteLength, BufferPlacement placement)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(byteLength, 1);
        Name = name;
        ByteLength = byteLength;
        Placement = placement;
        address = (byte*)NativeMemory.AlignedAlloc((nuint)byteLength, Alignment);
    }

    ~HostBuffer() => Free();

    public string Name { get; }

    public long ByteLength { get; }

    public BufferPlacement Placement { get; }

    public byte* Address => address != null ? address : throw new ObjectDisposedException(Name);

    public void Write(ReadOnlySpan<byte> source, long offset) => source.CopyTo(Span(offset, source.Length));

    public void Read(Span<byte> destination, long offset) => Span(offset, destination.Length).CopyTo(destination);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private Span<byte> Span(long offset, int length)
    {
        if (offset < 0 || offset > ByteLength - length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{length} bytes do not fit into {Name} of {ByteLength} bytes there.");
        return new Span<byte>(Address + offset, length);
    }

    private void Free()
    {
        if (address != null) NativeMemory.AlignedFree(address);
        address = null;
    }
}
