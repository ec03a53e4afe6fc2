using System.Runtime.InteropServices;
using GpuNet.Graphs;
using GpuNet.Kernels;

namespace GpuNet.Planning;

/// <summary>Elements of a constant while they are packed: where they are if that is in memory, else in an array that is used again.</summary>
internal readonly ref struct ConstantPart
{
    private readonly uint[]? rented;

    /// <param name="data">The constant.</param>
    /// <param name="start">The first byte of the part.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="flipsSigns">Whether to flip the highest bit of each byte: that makes an unsigned one the signed one that is 128 less.</param>
    public ConstantPart(TensorData data, int start, int length, bool flipsSigns)
    {
        if (!flipsSigns && data.TryGetMemory(out var memory))
        {
            Bytes = memory.Span.Slice(start, length);
            return;
        }

        var words = checked(length + sizeof(uint) - 1) / sizeof(uint);
        rented = PackingMemory.Rent(words);
        var bytes = MemoryMarshal.AsBytes(rented.AsSpan())[..length];
        data.CopyTo(start, bytes);
        if (flipsSigns) FlipSigns(rented.AsSpan(0, words));
        Bytes = bytes;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public ReadOnlySpan<float> Floats => MemoryMarshal.Cast<byte, float>(Bytes);

    public ReadOnlySpan<sbyte> SignedBytes => MemoryMarshal.Cast<byte, sbyte>(Bytes);

    public void Dispose()
    {
        if (rented is not null) PackingMemory.Return(rented);
    }

    private static void FlipSigns(Span<uint> words)
    {
        foreach (ref var word in words) word ^= 0x80808080;
    }
}
