using System.Runtime.InteropServices;
using GpuNet.Devices;

namespace GpuNet.Host;

/// <summary>
/// A buffer in the host's own memory, aligned to 64 bytes. It starts filled with a pattern, so that a read before the first
/// write shows, and shows the same each time.
/// </summary>
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
        NativeMemory.Fill(address, (nuint)byteLength, HostWorkgroup.Poison);
    }

    ~HostBuffer() => Free();

    public string Name { get; }

    public long ByteLength { get; }

    public BufferPlacement Placement { get; }

    /// <exception cref="ObjectDisposedException">The memory is freed.</exception>
    public byte* Address => address != null ? address : throw new ObjectDisposedException(Name);

    /// <exception cref="ObjectDisposedException">The memory is freed.</exception>
    public void ThrowIfDisposed() => _ = Address;

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        Require(BufferPlacement.Upload, "written by");
        source.CopyTo(Span(offset, source.Length));
        GC.KeepAlive(this);
    }

    public void Read(Span<byte> destination, long offset)
    {
        Require(BufferPlacement.Readback, "read by");
        Span(offset, destination.Length).CopyTo(destination);
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Require(BufferPlacement required, string access)
    {
        if (Placement != required)
            throw new InvalidOperationException($"{Name} is a {Placement} buffer; only {required} buffers are {access} the host.");
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
