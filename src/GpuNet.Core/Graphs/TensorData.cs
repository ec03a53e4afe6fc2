namespace GpuNet.Graphs;

/// <summary>
/// The elements of a constant, little-endian and in the file's order. They are in memory, or stay in the model's file until they are
/// asked for, so that a network of many weights is never in memory as a whole. Immutable; any thread may use it.
/// </summary>
public abstract class TensorData
{
    private protected TensorData()
    {
    }

    /// <summary>Bytes of all elements.</summary>
    public abstract int Length { get; }

    /// <summary>Elements that are in memory, which must not change afterwards.</summary>
    public static TensorData Of(ReadOnlyMemory<byte> bytes) => new MemoryTensorData(bytes);

    /// <summary>All bytes: where they are if that is in memory, else a copy.</summary>
    /// <exception cref="ModelFormatException">The model's file cannot be read any more, or has changed since it was loaded.</exception>
    public ReadOnlyMemory<byte> Read()
    {
        if (TryGetMemory(out var memory)) return memory;
        var bytes = GC.AllocateUninitializedArray<byte>(Length);
        CopyTo(0, bytes);
        return bytes;
    }

    /// <summary>Copies as many bytes as <paramref name="destination"/> takes.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many from there on.</exception>
    /// <exception cref="ModelFormatException">The model's file cannot be read any more, or has changed since it was loaded.</exception>
    public abstract void CopyTo(int start, Span<byte> destination);

    /// <summary>The bytes where they are, if that is in memory.</summary>
    public abstract bool TryGetMemory(out ReadOnlyMemory<byte> memory);

    /// <summary>The elements in an array, which must not change afterwards; null for null.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(bytes))]
    public static implicit operator TensorData?(byte[]? bytes) => bytes is null ? null : Of(bytes);
}
