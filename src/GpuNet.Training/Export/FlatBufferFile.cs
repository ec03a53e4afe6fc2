using System.Buffers.Binary;
using System.Text;

namespace GpuNet.Export;

/// <summary>
/// Writes tables in FlatBuffers' encoding, front to back: each table, vector and string stands behind what refers to it, so every
/// offset is known to be positive, and large vectors can be aligned to their place in the file. Equal vtables are shared.
/// </summary>
internal sealed class FlatBufferFile : IDisposable
{
    private const int IdentifierLength = 4;
    private const int VtableHead = 2 * sizeof(ushort);

    private readonly MemoryStream stream = new();
    private readonly Queue<(long Slot, object Target)> pending = new();
    private readonly Dictionary<string, long> vtables = [];

    private FlatBufferFile()
    {
    }

    /// <summary>The bytes of a file.</summary>
    /// <param name="root">The table that it starts from; no table may refer back to one that refers to it.</param>
    /// <param name="identifier">Four letters, at byte 4.</param>
    /// <exception cref="ModelTooLargeException">It would take 2 GiB or more.</exception>
    public static byte[] Write(FlatBufferTableBuilder root, ReadOnlySpan<byte> identifier)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(identifier.Length, IdentifierLength);
        using var file = new FlatBufferFile();
        try
        {
            file.stream.Write(stackalloc byte[sizeof(uint)]);
            file.stream.Write(identifier);
            file.pending.Enqueue((0, root));
            while (file.pending.TryDequeue(out var reference)) file.Place(reference.Slot, reference.Target);
            return file.stream.ToArray();
        }
        catch (IOException exception)
        {
            // A memory stream ends at 2 GiB, and so do FlatBuffers.
            throw new ModelTooLargeException("The model takes 2 GiB or more, which is more than a .tflite file holds.", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private void Place(long slot, object target)
    {
        var at = target switch
        {
            FlatBufferTableBuilder table => WriteTable(table),
            IReadOnlyList<FlatBufferTableBuilder> tables => WriteReferences(tables),
            string text => WriteString(text),
            IReadOnlyList<string> texts => WriteReferences(texts),
            FlatBufferVectorBytes vector => WriteVector(vector.Bytes.Span, vector.Count, vector.Alignment),
            _ => throw new ArgumentException($"No field refers to a {target.GetType().Name}.", nameof(target)),
        };
        Span<byte> offset = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(offset, (uint)(at - slot));
        var end = stream.Position;
        stream.Position = slot;
        stream.Write(offset);
        stream.Position = end;
    }

    private long WriteTable(FlatBufferTableBuilder table)
    {
        var (vtable, length, alignment) = Layout(table);

        // A shared vtable must stand within reach of a signed 32-bit offset, which a file below 2 GiB ensures.
        var key = Convert.ToBase64String(vtable);
        if (!vtables.TryGetValue(key, out var vtableAt))
        {
            Align(sizeof(ushort));
            vtableAt = stream.Position;
            vtables.Add(key, vtableAt);
            stream.Write(vtable);
        }

        Align(alignment);
        var at = stream.Position;
        var inline = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(inline, (int)(at - vtableAt));
        foreach (var (number, field) in table.Fields)
        {
            var offset = BinaryPrimitives.ReadUInt16LittleEndian(vtable.AsSpan(VtableHead + (number * sizeof(ushort))));
            if (field.Target is not null) pending.Enqueue((at + offset, field.Target));
            else WriteScalar(inline.AsSpan(offset), field);
        }

        stream.Write(inline);
        return at;
    }

    private static void WriteScalar(Span<byte> destination, FlatBufferField field)
    {
        if (field.Length == sizeof(byte)) destination[0] = unchecked((byte)field.Scalar);
        else BinaryPrimitives.WriteUInt32LittleEndian(destination, unchecked((uint)field.Scalar));
    }

    // Larger fields first, so that none needs padding in front of it.
    private static (byte[] Vtable, int Length, int Alignment) Layout(FlatBufferTableBuilder table)
    {
        var count = table.Fields.Count == 0 ? 0 : table.Fields.Keys.Max() + 1;
        var vtable = new byte[VtableHead + (count * sizeof(ushort))];
        var length = sizeof(int);
        foreach (var (number, field) in table.Fields.OrderByDescending(pair => pair.Value.Length).ThenBy(pair => pair.Key))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(vtable.AsSpan(VtableHead + (number * sizeof(ushort))), (ushort)length);
            length += field.Length;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(vtable, (ushort)vtable.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(vtable.AsSpan(sizeof(ushort)), (ushort)length);
        return (vtable, length, sizeof(int));
    }

    private long WriteString(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var at = WriteVector(bytes, bytes.Length, sizeof(uint));
        stream.WriteByte(0);
        return at;
    }

    private long WriteReferences<T>(IReadOnlyList<T> targets)
        where T : class
    {
        var at = WriteVector(new byte[targets.Count * sizeof(uint)], targets.Count, sizeof(uint));
        for (var i = 0; i < targets.Count; i++) pending.Enqueue((at + sizeof(uint) + (i * sizeof(uint)), targets[i]));
        return at;
    }

    // The elements are aligned, and their number stands right in front of them.
    private long WriteVector(ReadOnlySpan<byte> elements, int count, int alignment)
    {
        Align(Math.Max(alignment, sizeof(uint)), sizeof(uint));
        var at = stream.Position;
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32LittleEndian(length, count);
        stream.Write(length);
        stream.Write(elements);
        return at;
    }

    private void Align(int alignment, int ahead = 0)
    {
        while ((stream.Position + ahead) % alignment != 0) stream.WriteByte(0);
    }
}
