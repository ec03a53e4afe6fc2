using GpuNet.Import;

namespace GpuNet.Export;

/// <summary>
/// A table to be written by <see cref="FlatBufferFile"/>: fields by number, scalars by value and everything else by reference.
/// A field that holds its default is left out, as the format asks.
/// </summary>
internal sealed class FlatBufferTableBuilder
{
    private readonly SortedDictionary<int, FlatBufferField> fields = [];

    /// <summary>The fields that are present, by number.</summary>
    public IReadOnlyDictionary<int, FlatBufferField> Fields => fields;

    /// <summary>Sets a field of one byte: byte, bool or an enumeration.</summary>
    public FlatBufferTableBuilder Byte(SchemaField field, int value, int byDefault = 0) => Scalar(field, value, byDefault, sizeof(byte));

    /// <summary>Sets a truth value.</summary>
    public FlatBufferTableBuilder Bool(SchemaField field, bool value) => Scalar(field, value ? 1 : 0, 0, sizeof(byte));

    /// <summary>Sets a 32-bit integer, signed or not.</summary>
    public FlatBufferTableBuilder Int32(SchemaField field, int value, int byDefault = 0) => Scalar(field, value, byDefault, sizeof(int));

    /// <summary>Sets a 32-bit float whose default is 0.</summary>
    public FlatBufferTableBuilder Single(SchemaField field, float value) =>
        Scalar(field, BitConverter.SingleToUInt32Bits(value), 0, sizeof(float));

    /// <summary>Refers to a table; null leaves the field out.</summary>
    public FlatBufferTableBuilder Table(SchemaField field, FlatBufferTableBuilder? table) => Reference(field, table);

    /// <summary>Refers to a vector of tables.</summary>
    public FlatBufferTableBuilder Tables(SchemaField field, IReadOnlyList<FlatBufferTableBuilder> tables) => Reference(field, tables);

    /// <summary>Refers to a string.</summary>
    public FlatBufferTableBuilder String(SchemaField field, string? text) => Reference(field, text);

    /// <summary>Refers to a vector of strings.</summary>
    public FlatBufferTableBuilder Strings(SchemaField field, IReadOnlyList<string> texts) => Reference(field, texts);

    /// <summary>Refers to a vector of scalars.</summary>
    public FlatBufferTableBuilder Vector(SchemaField field, FlatBufferVectorBytes? vector) => Reference(field, vector);

    private FlatBufferTableBuilder Scalar(SchemaField field, long value, long byDefault, int length)
    {
        if (value == byDefault) fields.Remove(field.Number);
        else fields[field.Number] = new FlatBufferField(length, value, null);
        return this;
    }

    private FlatBufferTableBuilder Reference(SchemaField field, object? target)
    {
        if (target is null) fields.Remove(field.Number);
        else fields[field.Number] = new FlatBufferField(sizeof(uint), 0, target);
        return this;
    }
}

/// <summary>A field's place in its table: a scalar, or an offset to what stands behind the table.</summary>
/// <param name="Length">Bytes, which is also its alignment.</param>
/// <param name="Scalar">The bits of a scalar.</param>
/// <param name="Target">What an offset refers to; null for a scalar.</param>
internal readonly record struct FlatBufferField(int Length, long Scalar, object? Target);

/// <summary>A vector of scalars.</summary>
/// <param name="Bytes">The elements, little-endian.</param>
/// <param name="Count">How many elements.</param>
/// <param name="Alignment">What the place of the first element in the file is a multiple of.</param>
internal sealed record FlatBufferVectorBytes(ReadOnlyMemory<byte> Bytes, int Count, int Alignment)
{
    /// <summary>Bytes.</summary>
    public static FlatBufferVectorBytes Of(ReadOnlyMemory<byte> bytes, int alignment) => new(bytes, bytes.Length, alignment);

    /// <summary>32-bit integers.</summary>
    public static FlatBufferVectorBytes Of(IReadOnlyList<int> values) =>
        new(LittleEndian.Bytes(values), values.Count, sizeof(int));

    /// <summary>64-bit integers, of values that 32 bits hold.</summary>
    public static FlatBufferVectorBytes OfInt64(IReadOnlyList<int> values)
    {
        var bytes = new byte[values.Count * sizeof(long)];
        for (var i = 0; i < values.Count; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        return new FlatBufferVectorBytes(bytes, values.Count, sizeof(long));
    }

    /// <summary>32-bit floats.</summary>
    public static FlatBufferVectorBytes Of(IReadOnlyList<float> values) =>
        new(LittleEndian.Bytes(values), values.Count, sizeof(float));
}
