using GpuNet.Backends.Gles.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Gles.Interop.Gl;

namespace GpuNet.Backends.Gles;

/// <summary>A buffer object.</summary>
internal sealed unsafe class GlesBuffer : GlesObject, IDeviceBuffer
{
    private GlesBuffer(GlesContextThread thread, string name, long byteLength, BufferPlacement placement, uint id)
        : base(thread, name, id)
    {
        ByteLength = byteLength;
        Placement = placement;
    }

    public long ByteLength { get; }

    public BufferPlacement Placement { get; }

    /// <summary>Allocates a buffer.</summary>
    public static GlesBuffer Create(GlesContextThread thread, string name, long byteLength, BufferPlacement placement)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(byteLength, 1);
        var usage = placement switch
        {
            BufferPlacement.Device => GL_DYNAMIC_COPY,
            BufferPlacement.Upload => GL_DYNAMIC_DRAW,
            BufferPlacement.Readback => GL_DYNAMIC_READ,
            _ => throw new ArgumentOutOfRangeException(nameof(placement), placement, "No such placement."),
        };
        var id = thread.Invoke(gl =>
        {
            uint created;
            gl.glGenBuffers(1, &created);
            try
            {
                gl.glBindBuffer(GL_COPY_WRITE_BUFFER, created);
                gl.glBufferData(GL_COPY_WRITE_BUFFER, checked((nint)byteLength), null, usage);
                gl.Check($"Allocating {byteLength} bytes for buffer '{name}': glBufferData");
            }
            catch (DeviceException)
            {
                gl.glDeleteBuffers(1, &created);
                throw;
            }

            return created;
        });
        return new GlesBuffer(thread, name, byteLength, placement, id);
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        CheckAccess(BufferPlacement.Upload, offset, source.Length);
        if (source.IsEmpty) return;
        fixed (byte* first = source)
        {
            var (address, length) = ((nint)first, source.Length);
            Thread.Invoke(gl =>
            {
                ThrowIfDisposed();
                gl.glBindBuffer(GL_COPY_WRITE_BUFFER, Id);
                gl.glBufferSubData(GL_COPY_WRITE_BUFFER, (nint)offset, length, (void*)address);
                gl.Check($"Writing buffer '{Name}': glBufferSubData");
            });
        }
    }

    public void Read(Span<byte> destination, long offset)
    {
        CheckAccess(BufferPlacement.Readback, offset, destination.Length);
        if (destination.IsEmpty) return;
        fixed (byte* first = destination)
        {
            var (address, length) = ((nint)first, destination.Length);
            Thread.Invoke(gl =>
            {
                ThrowIfDisposed();
                Read(gl, new Span<byte>((void*)address, length), offset);
            });
        }
    }

    private protected override void Delete(Gl gl)
    {
        var id = Id;
        gl.glDeleteBuffers(1, &id);
    }

    private void Read(Gl gl, Span<byte> destination, long offset)
    {
        gl.glBindBuffer(GL_COPY_READ_BUFFER, Id);
        var mapped = gl.glMapBufferRange(GL_COPY_READ_BUFFER, (nint)offset, destination.Length, GL_MAP_READ_BIT);
        gl.Check($"Reading buffer '{Name}': glMapBufferRange");
        if (mapped == null) throw new DeviceException($"Reading buffer '{Name}': glMapBufferRange gave no address.");
        new ReadOnlySpan<byte>(mapped, destination.Length).CopyTo(destination);
        if (gl.glUnmapBuffer(GL_COPY_READ_BUFFER) == 0)
            throw new DeviceException($"Reading buffer '{Name}': glUnmapBuffer says that its contents were lost.");
    }

    private void CheckAccess(BufferPlacement needed, long offset, int length)
    {
        ThrowIfDisposed();
        if (Placement != needed)
            throw new InvalidOperationException($"Buffer '{Name}' is placed for {Placement}, and this takes {needed}.");
        if (offset < 0 || offset > ByteLength - length)
            throw new ArgumentOutOfRangeException(
                nameof(offset), offset, $"{length} bytes do not fit into {Name} of {ByteLength} bytes there.");
    }
}
