using System.Buffers.Binary;
using System.Text;

namespace GpuNet.Import;

/// <summary>
/// A file in FlatBuffers' encoding. Nothing in it is trusted: every offset, length and alignment is checked before it is
/// used, and a <see cref="ModelFormatException"/> names the table, the field and the byte of what does not hold.
/// </summary>
internal sealed class FlatBufferReader
{
    // Tables and vectors may be shared, so a small file can describe a vast tree. What is decoded is counted against a
    // multiple of the file's size, which bounds time and memory; sound files decode each byte about once.
    private const int SharingFactor = 3;
    private const int SmallFileAllowance = 64 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SchemaField RootField = new(0, "root");

    private long budget;

    public FlatBufferReader(ModelBytes file, string name)
    {
        File = file;
        Name = name;
        budget = ((long)file.Length * SharingFactor) + SmallFileAllowance;
    }

    /// <summary>The whole file.</summary>
    public ModelBytes File { get; }

    /// <summary>What to call the file in messages.</summary>
    public string Name { get; }

    /// <summary>The table that the file starts from.</summary>
    /// <param name="identifier">The four letters that stand at byte 4.</param>
    /// <param name="table">The root table's name in the schema.</param>
    public FlatBufferTable Root(ReadOnlySpan<byte> identifier, string table)
    {
        if (File.Length < 8) throw new ModelFormatException($"{Name}: {File.Length} bytes are too few for a model.");
        if (!File.Peek(4, 4).SequenceEqual(identifier))
        {
            throw new ModelFormatException(
                $"{Name}: the file identifier at byte 4 is not \"{Encoding.ASCII.GetString(identifier)}\"; this is no .tflite model.");
        }

        var place = new TablePlace(table);
        return new FlatBufferTable(this, Follow(0, place, RootField), place, RootField);
    }

    /// <summary>Counts bytes that are about to be decoded or worked through.</summary>
    public void Charge(long bytes, TablePlace place, SchemaField field)
    {
        budget -= bytes;
        if (budget < 0) throw Fault(place, field, 0, "the file describes far more than it holds: its tables share the same bytes over and over");
    }

    public byte Byte(int position) => File.Peek(position, 1)[0];

    public ushort UInt16(int position) => BinaryPrimitives.ReadUInt16LittleEndian(File.Peek(position, sizeof(ushort)));

    public int Int32(int position) => BinaryPrimitives.ReadInt32LittleEndian(File.Peek(position, sizeof(int)));

    public uint UInt32(int position) => BinaryPrimitives.ReadUInt32LittleEndian(File.Peek(position, sizeof(uint)));

    public long Int64(int position) => BinaryPrimitives.ReadInt64LittleEndian(File.Peek(position, sizeof(long)));

    public float Single(int position) => BinaryPrimitives.ReadSingleLittleEndian(File.Peek(position, sizeof(float)));

    /// <summary>Follows the offset at <paramref name="position"/>; four aligned bytes stand where it leads.</summary>
    public int Follow(int position, TablePlace place, SchemaField field)
    {
        var target = position + (long)UInt32(position);
        if (target == position) throw Fault(place, field, position, "a null offset");
        if (target > File.Length - sizeof(uint)) throw Fault(place, field, position, $"the offset leads to byte {target} of {File.Length}");
        if (target % sizeof(uint) != 0) throw Fault(place, field, position, $"the offset leads to byte {target}, which is not a multiple of 4");
        return (int)target;
    }

    /// <summary>The vector whose length stands at <paramref name="position"/>.</summary>
    public FlatBufferVector Vector(int position, int elementLength, TablePlace place, SchemaField field)
    {
        var length = UInt32(position);
        var start = position + sizeof(uint);
        if (length > (File.Length - start) / elementLength)
            throw Fault(place, field, position, $"{length} elements of {elementLength} bytes do not fit into the file's {File.Length} bytes");
        return new FlatBufferVector(this, start, (int)length, elementLength, place, field);
    }

    /// <summary>The string whose length stands at <paramref name="position"/>.</summary>
    public string String(int position, TablePlace place, SchemaField field)
    {
        var bytes = Vector(position, 1, place, field);
        Charge(bytes.Length, place, field);
        var end = position + sizeof(uint) + bytes.Length;
        if (end >= File.Length || Byte(end) != 0) throw Fault(place, field, position, "the string has no terminating zero");
        try
        {
            return StrictUtf8.GetString(bytes.Data.Read().Span);
        }
        catch (DecoderFallbackException exception)
        {
            throw Fault(place, field, position, "the string is not UTF-8", exception);
        }
    }

    /// <summary>The error for a field that does not hold.</summary>
    public ModelFormatException Fault(TablePlace place, SchemaField field, long position, string problem, Exception? inner = null) =>
        new($"{Name}: {place}, field '{field.Name}' at byte {position}: {problem}.", inner);
}
