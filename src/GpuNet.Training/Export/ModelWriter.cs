using GpuNet.Graphs;
using GpuNet.Import;

namespace GpuNet.Export;

/// <summary>
/// Writes a network as a <c>.tflite</c> file: schema version 3, identifier TFL3, the least version of each operator, constants
/// aligned to 16 bytes. The same network always gives the same bytes.
/// </summary>
public static class ModelWriter
{
    // What TensorFlow Lite asks of constants that it reads in place.
    private const int ConstantAlignment = 16;

    /// <summary>The operator codes of the schema's one-byte field; greater ones stand in a wider field only.</summary>
    private const int PlaceholderForGreaterCodes = 127;

    /// <summary>The bytes of a file.</summary>
    /// <param name="graph">The network; its tensors keep their indices.</param>
    /// <param name="description">What the file says of itself.</param>
    /// <param name="metadata">Entries such as TFLITE_METADATA; see <see cref="GpuNet.Metadata.ModelLabels"/> for labels.</param>
    /// <exception cref="UnsupportedModelException">An operator has no encoding.</exception>
    /// <exception cref="ModelTooLargeException">The file would take 2 GiB or more.</exception>
    public static byte[] Write(Graph graph, string description = "", IReadOnlyList<ModelMetadata>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(description);

        // Buffer 0 is empty by convention: activations refer to it.
        var buffers = new List<FlatBufferTableBuilder> { new() };
        var encodings = graph.Operators.Select(step => OperatorEncoding.Of(step, graph)).ToList();
        var codes = encodings.Select(e => (e.Code, e.Version)).Distinct().ToList();
        var subgraph = new FlatBufferTableBuilder()
            .Tables(TfLiteSchema.SubGraph.Tensors, [.. graph.Tensors.Select(tensor => TensorTable(tensor, buffers))])
            .Vector(TfLiteSchema.SubGraph.Inputs, FlatBufferVectorBytes.Of(graph.Inputs))
            .Vector(TfLiteSchema.SubGraph.Outputs, FlatBufferVectorBytes.Of(graph.Outputs))
            .Tables(
                TfLiteSchema.SubGraph.Operators,
                [.. graph.Operators.Zip(encodings, (step, e) => OperatorTable(step, e, codes.IndexOf((e.Code, e.Version))))])
            .String(TfLiteSchema.SubGraph.Name, "main");
        var model = new FlatBufferTableBuilder()
            .Int32(TfLiteSchema.Model.Version, (int)TfLiteSchema.Version)
            .Tables(TfLiteSchema.Model.OperatorCodes, codes.ConvertAll(c => CodeTable(c.Code, c.Version)))
            .Tables(TfLiteSchema.Model.Subgraphs, [subgraph])
            .String(TfLiteSchema.Model.Description, description);
        if (metadata is { Count: > 0 })
            model.Tables(TfLiteSchema.Model.Metadata, [.. metadata.Select(entry => MetadataTable(entry, buffers))]);
        model.Tables(TfLiteSchema.Model.Buffers, buffers);
        return FlatBufferFile.Write(model, TfLiteSchema.Identifier);
    }

    private static FlatBufferTableBuilder CodeTable(BuiltinOperator code, int version) => new FlatBufferTableBuilder()
        .Byte(TfLiteSchema.OperatorCode.DeprecatedBuiltinCode, Math.Min((int)code, PlaceholderForGreaterCodes))
        .Int32(TfLiteSchema.OperatorCode.Version, version, byDefault: 1)
        .Int32(TfLiteSchema.OperatorCode.BuiltinCode, (int)code);

    private static FlatBufferTableBuilder TensorTable(Tensor tensor, List<FlatBufferTableBuilder> buffers) => new FlatBufferTableBuilder()
        .Vector(TfLiteSchema.Tensor.Shape, FlatBufferVectorBytes.Of(tensor.Shape.Extents))
        .Byte(TfLiteSchema.Tensor.Type, TensorTypes.ToCode(tensor.Type))
        .Int32(TfLiteSchema.Tensor.Buffer, tensor.Constant is { } constant ? AddBuffer(buffers, constant.Read()) : 0)
        .String(TfLiteSchema.Tensor.Name, tensor.Name)
        .Table(TfLiteSchema.Tensor.Quantization, QuantisationTable(tensor.Quantisation))
        .Bool(TfLiteSchema.Tensor.HasRank, true);

    private static FlatBufferTableBuilder? QuantisationTable(Quantisation? quantisation) => quantisation is null
        ? null
        : new FlatBufferTableBuilder()
            .Vector(TfLiteSchema.QuantizationParameters.Scale, FlatBufferVectorBytes.Of(quantisation.Scales))
            .Vector(TfLiteSchema.QuantizationParameters.ZeroPoint, FlatBufferVectorBytes.OfInt64(quantisation.ZeroPoints))
            .Int32(TfLiteSchema.QuantizationParameters.QuantizedDimension, quantisation.Axis);

    private static FlatBufferTableBuilder OperatorTable(Operator step, OperatorEncoding encoding, int code) => new FlatBufferTableBuilder()
        .Int32(TfLiteSchema.Operator.OpcodeIndex, code)
        .Vector(TfLiteSchema.Operator.Inputs, FlatBufferVectorBytes.Of(step.Inputs))
        .Vector(TfLiteSchema.Operator.Outputs, FlatBufferVectorBytes.Of([step.Output]))
        .Byte(TfLiteSchema.Operator.BuiltinOptionsType, encoding.Options is null ? 0 : encoding.OptionsType)
        .Table(TfLiteSchema.Operator.BuiltinOptions, encoding.Options);

    private static FlatBufferTableBuilder MetadataTable(ModelMetadata entry, List<FlatBufferTableBuilder> buffers) => new FlatBufferTableBuilder()
        .String(TfLiteSchema.Metadata.Name, entry.Name)
        .Int32(TfLiteSchema.Metadata.Buffer, AddBuffer(buffers, entry.Bytes));

    private static int AddBuffer(List<FlatBufferTableBuilder> buffers, ReadOnlyMemory<byte> bytes)
    {
        buffers.Add(new FlatBufferTableBuilder().Vector(TfLiteSchema.Buffer.Data, FlatBufferVectorBytes.Of(bytes, ConstantAlignment)));
        return buffers.Count - 1;
    }
}
