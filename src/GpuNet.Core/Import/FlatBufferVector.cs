using System.Collections.Immutable;
using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Import;

/// <summary>A vector of a FlatBuffer, whose bytes lie in the file.</summary>
internal readonly struct FlatBufferVector(
    FlatBufferReader reader, int start, int length, int elementLength, TablePlace place, SchemaField field)
{
    /// <summary>Number of elements.</summary>
    public int Length => length;

    /// <summary>The elements where they stand in the file: nothing is copied.</summary>
    public TensorData Data => reader.File.Slice(start, length * elementLength);

    /// <summary>The table at <paramref name="index"/>, an index that lies inside.</summary>
    public FlatBufferTable Table(int index, string table)
    {
        var item = new TablePlace(table, index);
        return new FlatBufferTable(reader, reader.Follow(start + (index * sizeof(uint)), item, field), item, field);
    }

    /// <summary>Counts the vector's bytes as decoded: for vectors whose elements are walked through.</summary>
    public FlatBufferVector Charged()
    {
        reader.Charge((long)length * elementLength, place, field);
        return this;
    }

    public ImmutableArray<int> ToInt32s() => ImmutableCollectionsMarshal.AsImmutableArray(Decode(static (reader, at) => reader.Int32(at)));

    public long[] ToInt64s() => Decode(static (reader, at) => reader.Int64(at));

    public ImmutableArray<float> ToSingles() => ImmutableCollectionsMarshal.AsImmutableArray(Decode(static (reader, at) => reader.Single(at)));

    private T[] Decode<T>(Func<FlatBufferReader, int, T> read)
    {
        Charged();
        var elements = new T[length];
        for (var i = 0; i < length; i++) elements[i] = read(reader, start + (i * elementLength));
        return elements;
    }
}
