using GpuNet.Graphs;

namespace GpuNet.Import;

/// <summary>The elements of a constant where they stand in the model's file.</summary>
internal sealed class FileTensorData(ModelFile file, int first, int length) : TensorData
{
    public override int Length => length;

    public override void CopyTo(int start, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, length - destination.Length);
        file.Read(first + start, destination);
    }

    public override bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        return false;
    }
}
