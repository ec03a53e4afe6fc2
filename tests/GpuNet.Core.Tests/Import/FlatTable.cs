using System.Buffers.Binary;
using System.Text;

namespace GpuNet.Core.Tests.Import;

/// <summary>
/// A table to be written as a FlatBuffer: fields by number, each a scalar (its bytes), a <see cref="FlatTable"/>, a list of
/// tables, a string, or an array of int, long or float. The writer is forward: what a field points to stands behind it.
/// </summary>
internal sealed class FlatTable
{
    private const int FieldLength = 8;

    private readonly SortedDictionary<int, object> fields = [];

    /// <summary>The field with that number; null leaves it out.</summary>
    public object? this[int field]
    {
        get => fields.GetValueOrDefault(field);
        set
        {
            if (value is null) fields.Remove(field);
            else fields[field] = value;
        }
    }

    /// <summary>The file that starts from this table.</summary>
    public byte[] ToFile(string identifier = "TFL3")
    {
        var file = new List<byte>();
        file.AddRange(new byte[4]);
        file.AddRange(Encoding.ASCII.GetBytes(identifier));
        var pending = new Queue<(int Slot, object Value)>();
        var shared = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        pending.Enqueue((0, this));
        while (pending.TryDequeue(out var reference))
        {
            if (!shared.TryGetValue(reference.Value, out var at))
            {
                at = Write(file, reference.Value, pending);
                shared[reference.Value] = at;
            }

            Patch(file, reference.Slot, at - reference.Slot);
        }

        return [.. file];
    }

    private static int Write(List<byte> file, object value, Queue<(int Slot, object Value)> pending) => value switch
    {
        FlatTable table => table.Write(file, pending),
        FlatTable[] tables => WriteTables(file, tables, pending),
        string text => WriteVector(file, Encoding.UTF8.GetByteCount(text), [.. Encoding.UTF8.GetBytes(text), 0]),
        byte[] bytes => WriteVector(file, bytes.Length, bytes),
        int[] integers => WriteVector(file, integers.Length, [.. integers.SelectMany(BitConverter.GetBytes)]),
        long[] integers => WriteVector(file, integers.Length, [.. integers.SelectMany(BitConverter.GetBytes)]),
        float[] floats => WriteVector(file, floats.Length, [.. floats.SelectMany(BitConverter.GetBytes)]),
        _ => throw new ArgumentException($"No field holds a {value.GetType()}.", nameof(value)),
    };

    private static int WriteVector(List<byte> file, int length, byte[] bytes)
    {
        Align(file, 4);
        var at = file.Count;
        file.AddRange(BitConverter.GetBytes(length));
        file.AddRange(bytes);
        return at;
    }

    private static int WriteTables(List<byte> file, FlatTable[] tables, Queue<(int Slot, object Value)> pending)
    {
        var at = WriteVector(file, tables.Length, new byte[4 * tables.Length]);
        for (var i = 0; i < tables.Length; i++) pending.Enqueue((at + 4 + (4 * i), tables[i]));
        return at;
    }

    private static void Align(List<byte> file, int alignment)
    {
        while (file.Count % alignment != 0) file.Add(0);
    }

    private static void Patch(List<byte> file, int at, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        for (var i = 0; i < bytes.Length; i++) file[at + i] = bytes[i];
    }

    private int Write(List<byte> file, Queue<(int Slot, object Value)> pending)
    {
        // Every field takes eight bytes, which aligns any scalar: the table's own offset takes the first eight.
        Align(file, FieldLength);
        var vtable = file.Count;
        var count = fields.Count == 0 ? 0 : fields.Keys.Max() + 1;
        file.AddRange(BitConverter.GetBytes((ushort)(4 + (2 * count))));
        file.AddRange(BitConverter.GetBytes((ushort)(FieldLength * (fields.Count + 1))));
        for (var field = 0; field < count; field++)
        {
            var place = fields.Keys.TakeWhile(key => key != field).Count();
            file.AddRange(BitConverter.GetBytes((ushort)(fields.ContainsKey(field) ? FieldLength * (place + 1) : 0)));
        }

        Align(file, FieldLength);
        var at = file.Count;
        file.AddRange(BitConverter.GetBytes((long)(at - vtable)));
        foreach (var value in fields.Values)
        {
            switch (value)
            {
                case byte scalar: file.AddRange(BitConverter.GetBytes((long)scalar)); break;
                case bool scalar: file.AddRange(BitConverter.GetBytes(scalar ? 1L : 0L)); break;
                case int scalar: file.AddRange(BitConverter.GetBytes((long)scalar)); break;
                case float scalar: file.AddRange(BitConverter.GetBytes((long)BitConverter.SingleToUInt32Bits(scalar))); break;
                default:
                    pending.Enqueue((file.Count, value));
                    file.AddRange(new byte[FieldLength]);
                    break;
            }
        }

        return at;
    }
}
