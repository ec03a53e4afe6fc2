using GpuNet.Graphs;

namespace GpuNet.Import;

/// <summary>The model's buffers: the bytes of constants and of metadata, where they stand in the file.</summary>
internal sealed class BufferTable(FlatBufferReader reader, FlatBufferTable model)
{
    // Above 2 GiB a file keeps its data behind the FlatBuffer; 0 and 1 are the writer's marks for "not so".
    private const ulong SmallestOffset = 2;

    private readonly FlatBufferVector buffers = model.Vector(TfLiteSchema.Model.Buffers, sizeof(uint)).Charged();

    /// <summary>The bytes of the buffer whose index stands in a field, in memory; empty where there are none.</summary>
    public ReadOnlyMemory<byte> Read(FlatBufferTable owner, SchemaField field)
    {
        if (Get(owner, field) is not { } data) return default;
        reader.Charge(data.Length, owner.Place, field);
        return data.Read();
    }

    /// <summary>The bytes of the buffer whose index stands in a field; null for an activation.</summary>
    public TensorData? Get(FlatBufferTable owner, SchemaField field)
    {
        var index = owner.UInt32(field);
        if (index >= buffers.Length)
        {
            // Writers leave the field out, or 0, for "no buffer", also in a file that has none.
            if (index == 0) return null;
            throw owner.Fault(field, $"there is no buffer {index}: the model has {buffers.Length}");
        }

        var buffer = buffers.Table((int)index, "Buffer");
        var offset = buffer.UInt64(TfLiteSchema.Buffer.Offset);
        if (offset < SmallestOffset)
        {
            var data = buffer.Vector(TfLiteSchema.Buffer.Data, 1);
            return data.Length == 0 ? null : data.Data;
        }

        var size = buffer.UInt64(TfLiteSchema.Buffer.Size);
        var length = (ulong)reader.File.Length;
        if (offset > length || size > length - offset)
            throw buffer.Fault(TfLiteSchema.Buffer.Offset, $"{size} bytes from byte {offset} lie outside the file's {length}");
        return size == 0 ? null : reader.File.Slice((int)offset, (int)size);
    }
}
