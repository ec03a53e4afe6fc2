using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuNet.Language;

namespace GpuNet.Devices;

/// <summary>
/// An array in the memory of a device, with a type and an owner: what <see cref="DeviceKernels.CreateArray{T}(IDevice, ReadOnlySpan{T})"/>
/// makes. It stands wherever a kernel takes a <see cref="ReadBuffer{T}"/> or a <see cref="ReadWriteBuffer{T}"/>.
/// </summary>
/// <typeparam name="T">A scalar or vector of the kernel language, 4, 8 or 16 bytes.</typeparam>
public sealed class DeviceArray<T> : IDisposable
    where T : unmanaged
{
    private readonly IDevice device;
    private readonly IDeviceBuffer buffer;

    internal DeviceArray(IDevice device, string name, int length)
    {
        this.device = device;
        Resource = new DeviceArray(name, length, Unsafe.SizeOf<T>());
        buffer = device.CreateBuffer(name, Resource.ByteLength, BufferPlacement.Device);
        Resource.Bind(buffer, 0);
    }

    /// <summary>What a kernel binds.</summary>
    public DeviceArray Resource { get; }

    /// <summary>Number of elements.</summary>
    public int Length => Resource.Length;

    /// <summary>The array for a kernel to read.</summary>
    public static implicit operator ReadBuffer<T>(DeviceArray<T> array) => Of(array).ToReadBuffer();

    /// <summary>The array for a kernel to read and write.</summary>
    public static implicit operator ReadWriteBuffer<T>(DeviceArray<T> array) => Of(array).ToReadWriteBuffer();

    /// <summary>The array for a kernel to read.</summary>
    public ReadBuffer<T> ToReadBuffer() => new(Resource);

    /// <summary>The array for a kernel to read and write.</summary>
    public ReadWriteBuffer<T> ToReadWriteBuffer() => new(Resource);

    /// <summary>Copies <paramref name="values"/> to the device and waits for it.</summary>
    /// <param name="values">As many elements as the array has.</param>
    /// <exception cref="ArgumentException">They are more or fewer.</exception>
    /// <exception cref="DeviceException">There is no memory for the way, or the device failed.</exception>
    /// <exception cref="ObjectDisposedException">The array is disposed.</exception>
    public void Write(ReadOnlySpan<T> values)
    {
        RequireLength(values.Length, nameof(values));
        using var staging = device.CreateBuffer($"{Resource.Name}, on its way", Resource.ByteLength, BufferPlacement.Upload);
        staging.Write(MemoryMarshal.AsBytes(values), 0);
        Copy(staging, buffer);
    }

    /// <summary>Copies the elements from the device and waits for them. Kernels that ran before have written theirs.</summary>
    /// <param name="values">As many elements as the array has.</param>
    /// <exception cref="ArgumentException">They are more or fewer.</exception>
    /// <exception cref="DeviceException">There is no memory for the way, or the device failed.</exception>
    /// <exception cref="ObjectDisposedException">The array is disposed.</exception>
    public void Read(Span<T> values)
    {
        RequireLength(values.Length, nameof(values));
        using var staging = device.CreateBuffer($"{Resource.Name}, on its way", Resource.ByteLength, BufferPlacement.Readback);
        Copy(buffer, staging);
        staging.Read(MemoryMarshal.AsBytes(values), 0);
    }

    /// <summary>The elements, copied from the device; see <see cref="Read"/>.</summary>
    public T[] ToArray()
    {
        var values = new T[Length];
        Read(values);
        return values;
    }

    /// <summary>Frees the memory; a second time is harmless.</summary>
    public void Dispose() => buffer.Dispose();

    /// <inheritdoc/>
    public override string ToString() => Resource.ToString();

    private static DeviceArray<T> Of(DeviceArray<T> array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return array;
    }

    private void RequireLength(int length, string parameter)
    {
        if (length != Length) throw new ArgumentException($"{Resource.Name} has {Length} elements, not {length}.", parameter);
    }

    private void Copy(IDeviceBuffer source, IDeviceBuffer destination)
    {
        using var commands = device.Record(
            [new CopyBufferCommand(new BufferRange(source, 0, Resource.ByteLength), new BufferRange(destination, 0, Resource.ByteLength))]);
        commands.Submit();
        commands.Wait();
    }
}
