namespace GpuNet.Import;

/// <summary>The model's buffers: the bytes of constants and of metadata, where they stand in the file.</summary>
internal sealed class BufferTable(FlatBufferReader reader, FlatBufferTable model)
{
    // Above 2 GiB a file keeps its data behind the FlatBuffer; 0 and 1 are the writer's marks for "not so".
    private const ulong SmallestOffset = 2;

    private readonly FlatBufferVector buffers = model.Vector(TfLiteSchema.Model.Buffers, sizeof(uint)).Charged();

    /// <summary>The bytes of the buffer whose index stands in a field; empty for an activation.</summary>
    public ReadOnlyMemory<byte> Get(FlatBufferTable owner, SchemaField field)
    {
        var index = owner.UInt32(field);
        if (index >= buffers.Length)
        {
            // Writers leave the field out, or 0, for "no buffer", also in a file that has none.
            if (index == 0) return default;
            throw owner.Fault(field, $"there is no buffer {index}: the model has {buffers.Length}");
        }

        var buffer = buffers.Table((int)index, "Buffer");
        var offset = buffer.UInt64(TfLiteSchema.Buffer.Offset);
        if (offset < SmallestOffset) return buffer.Vector(TfLiteSchema.Buffer.Data, 1).Bytes;

        var size = buffer.UInt64(TfLiteSchema.Buffer.Size);
        var length = (ulong)reader.File.Length;
        if (offset > length || size > length - offset)
            throw buffer.Fault(TfLiteSchema.Buffer.Offset, $"{size} bytes from byte {offset} lie outside the file's {length}");
        return reader.File.Slice((int)offset, (int)size);
    }
}
