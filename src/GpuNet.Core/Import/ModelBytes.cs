using GpuNet.Graphs;

namespace GpuNet.Import;

/// <summary>The bytes of a model's file, wherever they are. For one thread; the data that it hands out is for any.</summary>
internal abstract class ModelBytes
{
    /// <summary>How many there are.</summary>
    public abstract int Length { get; }

    /// <summary>Bytes in memory, which must not change afterwards.</summary>
    public static ModelBytes Of(ReadOnlyMemory<byte> bytes) => new InMemory(bytes);

    /// <summary>A few bytes, at most eight, all within the file; good until the next call.</summary>
    public abstract ReadOnlySpan<byte> Peek(int position, int count);

    /// <summary>Bytes within the file, which are left there.</summary>
    public abstract TensorData Slice(int start, int length);

    private sealed class InMemory(ReadOnlyMemory<byte> bytes) : ModelBytes
    {
        public override int Length => bytes.Length;

        public override ReadOnlySpan<byte> Peek(int position, int count) => bytes.Span.Slice(position, count);

        public override TensorData Slice(int start, int length) => TensorData.Of(bytes.Slice(start, length));
    }
}
