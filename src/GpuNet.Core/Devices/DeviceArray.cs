using System.Runtime.CompilerServices;

namespace GpuNet.Devices;

/// <summary>A one-dimensional array of scalars or vectors in a storage buffer.</summary>
public sealed unsafe class DeviceArray : DeviceResource
{
    /// <summary>Describes an array; <see cref="DeviceResource.Bind"/> gives it memory.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="length">Number of elements, at least 1.</param>
    /// <param name="elementByteLength">Bytes of one element: 4, 8 or 16.</param>
    public DeviceArray(string name, int length, int elementByteLength)
        : base(name, checked((long)length * elementByteLength))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (elementByteLength is not (4 or 8 or 16))
            throw new ArgumentOutOfRangeException(nameof(elementByteLength), elementByteLength, "An element has 4, 8 or 16 bytes.");
        Length = length;
        ElementByteLength = elementByteLength;
    }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>Bytes of one element.</summary>
    public int ElementByteLength { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}[{Length}]";

    internal ref T Element<T>(int index)
        where T : unmanaged
    {
        if ((uint)index >= (uint)Length || HostAddress == null || sizeof(T) != ElementByteLength) throw Fault<T>(index);
        return ref Unsafe.AsRef<T>(HostAddress + ((long)index * ElementByteLength));
    }

    private KernelFaultException Fault<T>(int index)
        where T : unmanaged
    {
        if (HostAddress == null) return new KernelFaultException($"{Name} has no memory on the host.");
        return sizeof(T) != ElementByteLength
            ? new KernelFaultException($"{Name} has elements of {ElementByteLength} bytes, and {typeof(T).Name} has {sizeof(T)}.")
            : new KernelFaultException($"{Name}: index {index} lies outside 0 to {Length - 1}.");
    }
}
