using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using GpuNet.Export;
using GpuNet.Graphs;
using GpuNet.Import;

namespace GpuNet.Metadata;

/// <summary>
/// The names of a classifier's classes within its file, as TensorFlow Lite's metadata has them: an entry TFLITE_METADATA that
/// names a file of labels for the output, and that file in a ZIP archive behind the model.
/// </summary>
public static class ModelLabels
{
    private const string FileName = "labels.txt";
    private const string ParserVersion = "1.0.0";
    private const int LargestFile = 16 << 20;

    // The last bytes of a ZIP archive without a comment.
    private const int ZipEndLength = 22;

    /// <summary>The bytes of a file that holds a classifier of images and its labels.</summary>
    /// <param name="graph">A network with one input and one output.</param>
    /// <param name="name">What to call the model.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="labels">One name for each class, in the order of the output.</param>
    /// <exception cref="ArgumentException">A label has a line break, or their number is not the output's.</exception>
    public static byte[] Write(Graph graph, string name, string description, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Any(label => label.Any(char.IsControl))) throw new ArgumentException("A label has a control character.", nameof(labels));
        if (labels.Count != graph.Tensors[graph.Outputs[0]].Shape.ElementCount)
            throw new ArgumentException($"{labels.Count} labels do not fit {graph.Tensors[graph.Outputs[0]]}.", nameof(labels));
        var metadata = new ModelMetadata(MetadataSchema.EntryName, Describe(graph, name, description));
        var model = ModelWriter.Write(graph, description, [metadata]);
        return StoredZip.Append(model, FileName, Encoding.UTF8.GetBytes(string.Concat(labels.Select(label => $"{label}\n"))));
    }

    /// <summary>The labels in a model's file, or null where it has none.</summary>
    /// <param name="path">A <c>.tflite</c> file.</param>
    /// <exception cref="ModelFormatException">The file cannot be read, or its archive is damaged.</exception>
    public static IReadOnlyList<string>? Read(string path) 
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = ModelFile.OpenStream(path);
        return Find(file, Path.GetFileName(path));
    }

    /// <summary>A model with the labels in its file; no labels where it has none.</summary>
    /// <param name="path">A <c>.tflite</c> file.</param>
    /// <exception cref="ModelFormatException">The file cannot be read, is not a sound model, or its archive is damaged.</exception>
    /// <exception cref="UnsupportedModelException">The model asks for what GpuNet does not do.</exception>
    public static (Model Model, IReadOnlyList<string>? Labels) Load(string path)
    {
        var model = Model.Load(path);
        return (model, Read(path));
    }

    /// <summary>The labels in the bytes of a model's file, or null where it has none.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="name">What to call the file in messages.</param>
    /// <exception cref="ModelFormatException">The archive behind the model is damaged.</exception>
    public static IReadOnlyList<string>? Find(ReadOnlyMemory<byte> file, string name) => Find(StreamOf(file), name);

    private static List<string>? Find(Stream file, string name)
    {
        if (!EndsWithArchive(file)) return null;
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            var entry = archive.Entries.FirstOrDefault(e => e.Name == FileName)
                ?? archive.Entries.FirstOrDefault(e => e.Name.Contains("label", StringComparison.OrdinalIgnoreCase));
            if (entry is null || entry.Length > LargestFile) return null;
            using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
            var labels = reader.ReadToEnd().Split('\n').Select(line => line.Trim()).ToList();
            while (labels.Count > 0 && labels[^1].Length == 0) labels.RemoveAt(labels.Count - 1);
            return labels.Count > 0 ? labels : null;
        }
        catch (InvalidDataException exception)
        {
            throw new ModelFormatException($"{name}: the archive with the labels is damaged: {exception.Message}", exception);
        }
    }

    private static bool EndsWithArchive(Stream file)
    {
        if (file.Length < ZipEndLength) return false;
        Span<byte> end = stackalloc byte[ZipEndLength];
        file.Seek(-ZipEndLength, SeekOrigin.End);
        file.ReadExactly(end);
        return end.StartsWith("PK\x05\x06"u8);
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> file) => MemoryMarshal.TryGetArray(file, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(file.ToArray(), writable: false);

    private static byte[] Describe(Graph graph, string name, string description)
    {
        var input = graph.Tensors[graph.Inputs[0]];
        var output = graph.Tensors[graph.Outputs[0]];
        var image = new FlatBufferTableBuilder()
            .Byte(MetadataSchema.Image.ColorSpace, input.Shape.Rank == 4 && input.Shape[3] == 1 ? MetadataSchema.Grayscale : MetadataSchema.Rgb);
        var content = new FlatBufferTableBuilder()
            .Byte(MetadataSchema.Content.PropertiesType, MetadataSchema.ImageProperties)
            .Table(MetadataSchema.Content.Properties, image);

        // What a caller does to pixels for a float input; a quantised one takes them as they are.
        var normalisation = new FlatBufferTableBuilder()
            .Vector(MetadataSchema.Normalization.Mean, FlatBufferVectorBytes.Of([127.5f]))
            .Vector(MetadataSchema.Normalization.Std, FlatBufferVectorBytes.Of([127.5f]));
        var unit = new FlatBufferTableBuilder()
            .Byte(MetadataSchema.ProcessUnit.OptionsType, MetadataSchema.NormalizationOptions)
            .Table(MetadataSchema.ProcessUnit.Options, normalisation);
        var labels = new FlatBufferTableBuilder()
            .String(MetadataSchema.AssociatedFile.Name, FileName)
            .Byte(MetadataSchema.AssociatedFile.Type, MetadataSchema.TensorAxisLabels);
        var subgraph = new FlatBufferTableBuilder()
            .Tables(
                MetadataSchema.SubGraph.Inputs,
                [
                    new FlatBufferTableBuilder().String(MetadataSchema.Tensor.Name, input.Name)
                        .Table(MetadataSchema.Tensor.Content, content).Tables(MetadataSchema.Tensor.ProcessUnits, [unit]),
                ])
            .Tables(
                MetadataSchema.SubGraph.Outputs,
                [
                    new FlatBufferTableBuilder().String(MetadataSchema.Tensor.Name, output.Name)
                        .Tables(MetadataSchema.Tensor.AssociatedFiles, [labels]),
                ]);
        var model = new FlatBufferTableBuilder()
            .String(MetadataSchema.Model.Name, name)
            .String(MetadataSchema.Model.Description, description)
            .Tables(MetadataSchema.Model.Subgraphs, [subgraph])
            .String(MetadataSchema.Model.MinParserVersion, ParserVersion);
        return FlatBufferFile.Write(model, MetadataSchema.Identifier);
    }
}
