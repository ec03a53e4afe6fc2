using System.IO.Compression;
using GpuNet.Graphs;
using GpuNet.Import;
using GpuNet.Metadata;
using GpuNet.Training.Tests.Export;

namespace GpuNet.Training.Tests.Metadata;

/// <summary>Labels within a model's file.</summary>
public sealed class ModelLabelsTests
{
    private static readonly string[] Names = ["cat", "hot dog, red", "Hündchen 犬"];

    [Test]
    public void Labels_are_read_back_and_the_model_still_loads()
    {
        var graph = TestGraphs.SoftmaxOf(ElementType.Float32);
        var file = ModelLabels.Write(graph, "three", "Three classes.", Names);
        Assert.That(ModelLabels.Find(file, "three.tflite"), Is.EqualTo(Names));
        var model = Model.Load(file, "three.tflite");
        GraphComparison.AssertSame(model.Graph, graph);
        Assert.That(model.Metadata.Select(m => m.Name), Is.EqualTo(new[] { "TFLITE_METADATA" }));
        Assert.That(ModelLabels.Write(graph, "three", "Three classes.", Names), Is.EqualTo(file));
    }

    [Test]
    public void The_metadata_names_the_file_of_labels()
    {
        var file = ModelLabels.Write(TestGraphs.SoftmaxOf(ElementType.Float32), "three", "Three classes.", Names);
        var metadata = new FlatBufferReader(ModelBytes.Of(Model.Load(file, "three").Metadata[0].Bytes), "metadata").Root("M001"u8, "ModelMetadata");
        Assert.That(metadata.String(MetadataSchema.Model.Name), Is.EqualTo("three"));
        var output = metadata.Vector(MetadataSchema.Model.Subgraphs, 4).Table(0, "SubGraphMetadata")
            .Vector(MetadataSchema.SubGraph.Outputs, 4).Table(0, "TensorMetadata");
        var associated = output.Vector(MetadataSchema.Tensor.AssociatedFiles, 4).Table(0, "AssociatedFile");
        Assert.That(associated.String(MetadataSchema.AssociatedFile.Name), Is.EqualTo("labels.txt"));
        Assert.That(associated.Byte(MetadataSchema.AssociatedFile.Type), Is.EqualTo(2));
        using var archive = new ZipArchive(new MemoryStream(file));
        Assert.That(archive.Entries.Select(e => e.FullName), Is.EqualTo(new[] { "labels.txt" }));
    }

    [Test]
    public void A_model_without_labels_has_none() =>
        Assert.That(ModelLabels.Find(GpuNet.Export.ModelWriter.Write(TestGraphs.SoftmaxOf(ElementType.Float32)), "plain"), Is.Null);

    [Test]
    public void A_damaged_archive_is_named()
    {
        var file = ModelLabels.Write(TestGraphs.SoftmaxOf(ElementType.Float32), "three", "", Names);
        file[^6] ^= 0x55; // where the directory begins
        Assert.That(() => ModelLabels.Find(file, "three.tflite"), Throws.TypeOf<ModelFormatException>().With.Message.Contains("three.tflite"));
    }

    [Test]
    public void Labels_that_do_not_fit_are_refused() => Assert.That(
        () => ModelLabels.Write(TestGraphs.SoftmaxOf(ElementType.Float32), "two", "", ["a", "b"]), Throws.ArgumentException);
}
