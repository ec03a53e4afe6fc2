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

    /// <summary>
    /// Sets all elements from real numbers: as they are for a tensor of floats, and as zero-point + x / scale, rounded half away from
    /// zero and clamped to the type, for a quantised one.
    /// </summary>
    /// <exception cref="InvalidInputException">The number of elements is not the tensor's, or the tensor stands for no real numbers.</exception>
    public void WriteReal(ReadOnlySpan<float> values)
    {
        if (Tensor.Type == ElementType.Float32)
        {
            Write(values);
            return;
        }

        if (values.Length != Length) throw new InvalidInputException($"{Tensor} has {Length} elements, not {values.Length}.");
        var (scale, zeroPoint, least) = ByteScale();
        var bytes = new byte[values.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var q = Math.Clamp(MathF.Round(values[i] / scale, MidpointRounding.AwayFromZero), -1024f, 1024f) + zeroPoint;
            bytes[i] = (byte)(int)Math.Clamp(q, least, least + byte.MaxValue);
        }

        SetBytes(bytes);
    }

    /// <summary>Reads all elements as real numbers: as they are for a tensor of floats, and as scale * (q - zero-point) for a quantised one.</summary>
    /// <exception cref="InvalidInputException">The number of elements is not the tensor's, or the tensor stands for no real numbers.</exception>
    public void ReadReal(Span<float> values)
    {
        if (Tensor.Type == ElementType.Float32)
        {
            Read(values);
            return;
        }

        if (values.Length != Length) throw new InvalidInputException($"{Tensor} has {Length} elements, not {values.Length}.");
        var (scale, zeroPoint, _) = ByteScale();
        var bytes = new byte[values.Length];
        GetBytes(bytes);
        for (var i = 0; i < bytes.Length; i++)
            values[i] = scale * ((Tensor.Type == ElementType.Int8 ? (int)(sbyte)bytes[i] : bytes[i]) - zeroPoint);
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

    /// <summary>Scale, zero-point and least value of a tensor of bytes.</summary>
    private (float Scale, int ZeroPoint, int Least) ByteScale()
    {
        if (Tensor is { Type: ElementType.UInt8 or ElementType.Int8, Quantisation: { Scales.Length: 1 } quantisation })
            return (quantisation.Scales[0], quantisation.ZeroPoints[0], Tensor.Type == ElementType.Int8 ? sbyte.MinValue : 0);
        throw new InvalidInputException($"{Tensor} has no one scale that makes its elements real numbers.");
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
