using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet;

/// <summary>A tensor of a session: set it from a span, or read it into one. Elements stand in the model's order (NHWC).</summary>
public abstract class SessionTensor
{
    private protected SessionTensor(Tensor tensor) => Tensor = tensor;

    /// <summary>The tensor's index, name, type, shape and quantisation.</summary>
    public Tensor Tensor { get; }

    /// <summary>Number of elements.</summary>
    public int Length => checked((int)Tensor.Shape.ElementCount);

    /// <summary>Sets all elements.</summary>
    /// <typeparam name="T">The tensor's own type: float, Half, byte, sbyte, int, long or bool.</typeparam>
    /// <exception cref="InvalidInputException">The type or the number of elements is not the tensor's.</exception>
    public void Write<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        Check<T>(elements.Length);
        WriteBytes(MemoryMarshal.AsBytes(elements));
    }

    /// <summary>Reads all elements.</summary>
    /// <typeparam name="T">The tensor's own type: float, Half, byte, sbyte, int, long or bool.</typeparam>
    /// <exception cref="InvalidInputException">The type or the number of elements is not the tensor's.</exception>
    public void Read<T>(Span<T> elements)
        where T : unmanaged
    {
        Check<T>(elements.Length);
        ReadBytes(MemoryMarshal.AsBytes(elements));
    }

    /// <summary>Sets all elements from their bytes, little-endian.</summary>
    /// <exception cref="InvalidInputException">The number of bytes is not the tensor's.</exception>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        CheckBytes(bytes.Length);
        SetBytes(bytes);
    }

    /// <summary>Reads the bytes of all elements, little-endian.</summary>
    /// <exception cref="InvalidInputException">The number of bytes is not the tensor's.</exception>
    public void ReadBytes(Span<byte> bytes)
    {
        CheckBytes(bytes.Length);
        GetBytes(bytes);
    }

    /// <inheritdoc/>
    public override string ToString() => Tensor.ToString();

    private protected abstract void SetBytes(ReadOnlySpan<byte> bytes);

    private protected abstract void GetBytes(Span<byte> bytes);

    private static ElementType? TypeOf<T>()
    {
        if (typeof(T) == typeof(float)) return ElementType.Float32;
        if (typeof(T) == typeof(Half)) return ElementType.Float16;
        if (typeof(T) == typeof(byte)) return ElementType.UInt8;
        if (typeof(T) == typeof(sbyte)) return ElementType.Int8;
        if (typeof(T) == typeof(int)) return ElementType.Int32;
        if (typeof(T) == typeof(long)) return ElementType.Int64;
        if (typeof(T) == typeof(bool)) return ElementType.Bool;
        return null;
    }

    private void Check<T>(int length)
    {
        if (TypeOf<T>() != Tensor.Type) throw new InvalidInputException($"{Tensor} does not take elements of type {typeof(T).Name}.");
        if (length != Length) throw new InvalidInputException($"{Tensor} has {Length} elements, not {length}.");
    }

    private void CheckBytes(int length)
    {
        if (length != Tensor.ByteLength) throw new InvalidInputException($"{Tensor} has {Tensor.ByteLength} bytes, not {length}.");
    }
}
