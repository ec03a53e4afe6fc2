namespace GpuNet.Graphs;

/// <summary>The elements of a constant in memory.</summary>
internal sealed class MemoryTensorData(ReadOnlyMemory<byte> bytes) : TensorData
{
    public override int Length => bytes.Length;

    public override void CopyTo(int start, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - destination.Length);
        bytes.Span.Slice(start, destination.Length).CopyTo(destination);
    }

    public override bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = bytes;
        return true;
    }
}
