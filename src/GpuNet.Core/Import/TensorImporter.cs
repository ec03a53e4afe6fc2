using System.Collections.Immutable;
using GpuNet.Graphs;

namespace GpuNet.Import;

/// <summary>Turns the tensor tables of a subgraph into <see cref="Tensor"/>s, with shape, size and quantisation checked.</summary>
internal static class TensorImporter
{
    private const int HighestRank = 4;
    private const long LargestTensor = int.MaxValue;

    /// <summary>The subgraph's tensors, in its order.</summary>
    public static ImmutableArray<Tensor> Import(FlatBufferReader reader, FlatBufferTable subgraph, BufferTable buffers)
    {
        var tables = subgraph.Vector(TfLiteSchema.SubGraph.Tensors, sizeof(uint)).Charged();
        var tensors = ImmutableArray.CreateBuilder<Tensor>(tables.Length);
        for (var i = 0; i < tables.Length; i++) tensors.Add(ImportTensor(reader, tables.Table(i, "Tensor"), i, buffers));
        return tensors.MoveToImmutable();
    }

    private static Tensor ImportTensor(FlatBufferReader reader, FlatBufferTable table, int index, BufferTable buffers)
    {
        var name = table.String(TfLiteSchema.Tensor.Name) ?? "";
        var label = new TensorLabel(reader.Name, index, name);
        var typeCode = table.Byte(TfLiteSchema.Tensor.Type);
        var type = TensorTypes.ToElementType(typeCode)
            ?? throw new UnsupportedModelException($"{label}: the type {TensorTypes.NameOf(typeCode)} is not supported.");
        if (table.Bool(TfLiteSchema.Tensor.IsVariable)) throw new UnsupportedModelException($"{label}: variable tensors are not supported.");
        if (table.Has(TfLiteSchema.Tensor.Sparsity)) throw new UnsupportedModelException($"{label}: sparse tensors are not supported.");

        var shape = ImportShape(table, type, label);
        var quantisation = QuantisationImporter.Import(table, type, shape, label);
        var tensor = new Tensor(index, name, type, shape, quantisation, null);
        if (buffers.Get(table, TfLiteSchema.Tensor.Buffer) is not { } bytes) return tensor;
        if (bytes.Length != tensor.ByteLength)
        {
            var buffer = table.UInt32(TfLiteSchema.Tensor.Buffer);
            throw new ModelFormatException(
                $"{reader.Name}: {tensor} takes {tensor.ByteLength} bytes, and its buffer {buffer} has {bytes.Length}.");
        }

        return tensor with { Constant = bytes };
    }

    private static Shape ImportShape(FlatBufferTable table, ElementType type, TensorLabel label)
    {
        var extents = table.Vector(TfLiteSchema.Tensor.Shape, sizeof(int));
        if (extents.Length > HighestRank)
            throw new UnsupportedModelException($"{label}: {extents.Length} axes are not supported, at most {HighestRank} are.");
        var shape = extents.ToInt32s();
        long bytes = type.ByteLength();
        foreach (var extent in shape)
        {
            if (extent is 0 or -1)
                throw new UnsupportedModelException($"{label}: the extent {extent} in {Text()} is not supported; fix the model's shape.");
            if (extent < 0) throw new ModelFormatException($"{label}: {extent} is no extent, in {Text()}.");
            bytes *= extent;
            if (bytes > LargestTensor)
                throw new UnsupportedModelException($"{label}: {Text()} takes 2 GiB or more, which is not supported.");
        }

        return new Shape(shape.AsSpan());

        string Text() => $"[{string.Join(", ", shape)}]";
    }
}
