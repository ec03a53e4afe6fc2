using System.Collections.Immutable;
using GpuNet.Graphs;

namespace GpuNet.Import;

/// <summary>What a file holds, once every part of it has been checked.</summary>
internal sealed record ImportedModel(string Description, Graph Graph, IReadOnlyList<ModelMetadata> Metadata);

/// <summary>Turns the bytes of a <c>.tflite</c> file into a <see cref="Graph"/>. Linear in the file's size, without recursion.</summary>
internal static class ModelImporter
{
    /// <summary>Imports a file.</summary>
    /// <exception cref="ModelFormatException">It is not sound.</exception>
    /// <exception cref="UnsupportedModelException">It asks for what GpuNet does not do.</exception>
    public static ImportedModel Import(ModelBytes file, string name)
    {
        var reader = new FlatBufferReader(file, MessageText.Short(name));
        var model = reader.Root(TfLiteSchema.Identifier, "Model");
        var version = model.UInt32(TfLiteSchema.Model.Version);
        if (version != TfLiteSchema.Version)
            throw new UnsupportedModelException($"{reader.Name}: schema version {version} is not supported, only {TfLiteSchema.Version}.");

        var buffers = new BufferTable(reader, model);
        var subgraphs = model.Vector(TfLiteSchema.Model.Subgraphs, sizeof(uint));
        if (subgraphs.Length == 0) throw model.Fault(TfLiteSchema.Model.Subgraphs, "the model has no subgraph");
        var subgraph = subgraphs.Table(0, "SubGraph");

        var operators = OperatorTables.Read(reader, model, subgraph);
        var tensors = TensorImporter.Import(reader, subgraph, buffers);
        var graph = new GraphBuilder(reader, subgraph, tensors).Build(operators);
        return new ImportedModel(model.String(TfLiteSchema.Model.Description) ?? "", graph, ReadMetadata(model, buffers));
    }

    private static ImmutableArray<ModelMetadata> ReadMetadata(FlatBufferTable model, BufferTable buffers)
    {
        var entries = model.Vector(TfLiteSchema.Model.Metadata, sizeof(uint)).Charged();
        var metadata = ImmutableArray.CreateBuilder<ModelMetadata>(entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries.Table(i, "Metadata");
            var name = entry.String(TfLiteSchema.Metadata.Name) ?? "";
            metadata.Add(new ModelMetadata(name, buffers.Read(entry, TfLiteSchema.Metadata.Buffer)));
        }

        return metadata.MoveToImmutable();
    }
}
