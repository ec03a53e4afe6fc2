namespace GpuNet.Import;

/// <summary>A table of a FlatBuffer: fields by number, each of which may be absent.</summary>
internal readonly struct FlatBufferTable
{
    private const int HeaderLength = 4;

    private readonly FlatBufferReader reader;
    private readonly int position;
    private readonly int vtable;
    private readonly int vtableLength;
    private readonly int tableLength;

    /// <summary>Reads and checks the table's header at <paramref name="position"/>, to which <paramref name="via"/> led.</summary>
    public FlatBufferTable(FlatBufferReader reader, int position, TablePlace place, SchemaField via)
    {
        this.reader = reader;
        this.position = position;
        Place = place;
        var length = reader.File.Length;
        var vtablePosition = position - (long)reader.Int32(position);
        if (vtablePosition < 0 || vtablePosition > length - HeaderLength || vtablePosition % sizeof(ushort) != 0)
            throw reader.Fault(place, via, position, $"its field offsets would stand at byte {vtablePosition} of {length}");
        vtable = (int)vtablePosition;
        vtableLength = reader.UInt16(vtable);
        tableLength = reader.UInt16(vtable + sizeof(ushort));
        if (vtableLength < HeaderLength || vtableLength % sizeof(ushort) != 0 || vtableLength > length - vtable)
            throw reader.Fault(place, via, vtable, $"{vtableLength} is no length for a table's field offsets here");
        if (tableLength < HeaderLength || tableLength > length - position)
            throw reader.Fault(place, via, vtable, $"{tableLength} is no length for the table at byte {position}");
        reader.Charge(tableLength, place, via);
    }

    /// <summary>Which table this is.</summary>
    public TablePlace Place { get; }

    /// <summary>Whether the field is there.</summary>
    public bool Has(SchemaField field) => Locate(field, 1) >= 0;

    public byte Byte(SchemaField field, byte absent = 0) => Locate(field, sizeof(byte)) is >= 0 and var at ? reader.Byte(at) : absent;

    public bool Bool(SchemaField field) => Byte(field) != 0;

    public int Int32(SchemaField field, int absent = 0) => Locate(field, sizeof(int)) is >= 0 and var at ? reader.Int32(at) : absent;

    public uint UInt32(SchemaField field) => Locate(field, sizeof(uint)) is >= 0 and var at ? reader.UInt32(at) : 0;

    public ulong UInt64(SchemaField field) => Locate(field, sizeof(ulong)) is >= 0 and var at ? (ulong)reader.Int64(at) : 0;

    public float Single(SchemaField field) => Locate(field, sizeof(float)) is >= 0 and var at ? reader.Single(at) : 0;

    /// <summary>The string, or null.</summary>
    public string? String(SchemaField field) =>
        Locate(field, sizeof(uint)) is >= 0 and var at ? reader.String(reader.Follow(at, Place, field), Place, field) : null;

    /// <summary>The table of that type, or null.</summary>
    public FlatBufferTable? Table(SchemaField field, TablePlace place) =>
        Locate(field, sizeof(uint)) is >= 0 and var at ? new FlatBufferTable(reader, reader.Follow(at, Place, field), place, field) : null;

    /// <summary>The vector, which is empty where the field is absent.</summary>
    public FlatBufferVector Vector(SchemaField field, int elementLength)
    {
        if (Locate(field, sizeof(uint)) is not (>= 0 and var at)) return new FlatBufferVector(reader, 0, 0, elementLength, Place, field);
        return reader.Vector(reader.Follow(at, Place, field), elementLength, Place, field);
    }

    /// <summary>The error for a value of this field that does not hold.</summary>
    public ModelFormatException Fault(SchemaField field, string problem) =>
        reader.Fault(Place, field, Locate(field, 1) is >= 0 and var at ? at : position, problem);

    /// <summary>The first byte of the field, or -1 where it is absent.</summary>
    private int Locate(SchemaField field, int length)
    {
        var slot = HeaderLength + (sizeof(ushort) * field.Number);
        if (slot >= vtableLength) return -1;
        var offset = reader.UInt16(vtable + slot);
        if (offset == 0) return -1;
        if (offset < HeaderLength || offset + length > tableLength)
            throw reader.Fault(Place, field, vtable + slot, $"offset {offset} lies outside the table's {tableLength} bytes");
        var at = position + offset;
        if (at % length != 0) throw reader.Fault(Place, field, at, $"the value does not stand at a multiple of {length}");
        return at;
    }
}
