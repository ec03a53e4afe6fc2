using GpuNet.Export;
using GpuNet.Graphs;
using GpuNet.Import;
using GpuNet.Testing;

namespace GpuNet.Training.Tests.Export;

/// <summary>What the writer writes is read back as it was, by the reader that checks everything.</summary>
public sealed class ModelWriterTests
{
    private static IEnumerable<string> Models => Files("models", "*.tflite").Select(path => Path.GetFileName(path));

    [TestCaseSource(nameof(Models))]
    public void A_model_written_again_is_the_same(string name)
    {
        var model = Model.Load(SharedFiles.Model(name));
        var bytes = ModelWriter.Write(model.Graph, model.Description, model.Metadata);
        var again = Model.Load(bytes, "again.tflite");
        GraphComparison.AssertSame(again.Graph, model.Graph);
        Assert.That(again.Description, Is.EqualTo(model.Description));
        Assert.That(again.Metadata.Select(m => m.Name), Is.EqualTo(model.Metadata.Select(m => m.Name)));
        Assert.That(again.Metadata.Select(m => m.Bytes.ToArray()), Is.EqualTo(model.Metadata.Select(m => m.Bytes.ToArray())));
        Assert.That(ModelWriter.Write(again.Graph, again.Description, again.Metadata), Is.EqualTo(bytes), "the same network gives the same bytes");
    }

    [Test]
    public void Every_operator_is_written_as_it_was_read()
    {
        SharedFiles.Require();
        foreach (var path in Files("conformance", "model.tflite"))
        {
            var graph = Model.Load(path).Graph;
            GraphComparison.AssertSame(Model.Load(ModelWriter.Write(graph), path).Graph, graph);
        }
    }

    [Test]
    public void A_model_written_again_computes_the_same()
    {
        var model = Model.Load(SharedFiles.Model("mobilenet_v1_0.25_128_quant.tflite"));
        var input = new byte[model.Graph.Tensors[model.Graph.Inputs[0]].ByteLength];
        new Random(7).NextBytes(input);
        Assert.That(Run(Model.Load(ModelWriter.Write(model.Graph), "again.tflite"), input), Is.EqualTo(Run(model, input)), "seed 7");
    }

    [TestCaseSource(nameof(Models))]
    public void Constants_are_aligned_and_the_file_says_what_it_is(string name)
    {
        var graph = Model.Load(SharedFiles.Model(name)).Graph;
        var bytes = ModelWriter.Write(graph);
        Assert.That(bytes.AsSpan(4, 4).SequenceEqual("TFL3"u8));
        var reader = new FlatBufferReader(ModelBytes.Of(bytes), "written");
        var root = reader.Root("TFL3"u8, "Model");
        var buffers = root.Vector(TfLiteSchema.Model.Buffers, sizeof(uint));
        Assert.That(buffers.Table(0, "Buffer").Vector(TfLiteSchema.Buffer.Data, 1).Length, Is.Zero, "buffer 0 is empty");
        for (var i = 1; i < buffers.Length; i++)
        {
            var data = buffers.Table(i, "Buffer").Vector(TfLiteSchema.Buffer.Data, 1).Data.Read();
            Assert.That(bytes.AsMemory().Span.Overlaps(data.Span, out var offset));
            Assert.That(offset % 16, Is.Zero, $"buffer {i}");
        }
    }

    [Test]
    public void A_slice_keeps_what_leads_to_its_outputs()
    {
        var graph = Model.Load(SharedFiles.Model("person_detect.tflite")).Graph;
        var pool = graph.Operators.First(step => step is Pool2D);
        var slice = GraphSlice.UpTo(graph, pool.Output);
        Assert.That(slice.Operators, Has.Length.EqualTo(pool.Index + 1));
        Assert.That(slice.Tensors[slice.Outputs[0]].Name, Is.EqualTo(graph.Tensors[pool.Output].Name));
        Assert.That(slice.Tensors, Has.Length.LessThan(graph.Tensors.Length));
        GraphComparison.AssertSame(Model.Load(ModelWriter.Write(slice), "slice.tflite").Graph, slice);
    }

    private static byte[] Run(Model model, byte[] input)
    {
        using var session = model.CreateReferenceSession();
        session.Inputs[0].WriteBytes(input);
        session.Run();
        var output = new byte[session.Outputs[0].Tensor.ByteLength];
        session.Outputs[0].ReadBytes(output);
        return output;
    }

    private static IEnumerable<string> Files(string folder, string pattern)
    {
        var path = Path.Combine(SharedFiles.Root, folder);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [];
    }
}
