using GpuNet.Graphs;
using GpuNet.Simplify;

namespace GpuNet.Host.Tests.Simplify;

[TestFixture]
internal sealed class SimplifierTests
{
    [Test]
    public void All_passes_work_together()
    {
        var b = new GraphBuilder();
        var input = b.Tensor();
        var half = b.Tensor(ElementType.Float16, new Shape(2), constant: [0x00, 0x3C, 0x00, 0xC0]);
        var weights = b.Dequantize(half, new Shape(2));
        var conv = b.Add((index, output) => new Conv2D(index, [input, weights], output, Padding.Same, 1, 1, 1, 1, Activation.None));
        var relu = b.Relu6(conv);
        var reshaped = b.Reshape(relu, new Shape(1, 128));
        var last = b.Reshape(reshaped, new Shape(128));
        b.Unary(last, UnaryKind.Logistic);
        var graph = b.Build(last);
        var simplified = Simplifier.Run(graph);
        GraphAssert.IsSound(simplified.Graph, graph);
        Assert.That(simplified.Graph.Operators.Select(op => op.Name), Is.EqualTo((string[])["CONV_2D", "RESHAPE"]));
        Assert.That(simplified.Graph.Operators[0], Has.Property("Activation").EqualTo(Activation.Relu6));
        Assert.That(simplified.Graph.Operators[0].Output, Is.EqualTo(relu));
        Assert.That(simplified.Graph.Operators[1].Inputs[0], Is.EqualTo(relu));
        Assert.That(simplified.Outcomes.All(outcome => outcome.IsApplied), string.Join("\n", simplified.Outcomes));
        Assert.That(
            simplified.Outcomes.Select(outcome => outcome.Pass),
            Is.EqualTo((string[])["fold-dequantize", "merge-reshapes", "remove-unread", "remove-unread", "fuse-activations"]));
    }

    [Test]
    public void A_relu_whose_other_reader_is_never_read_is_fused()
    {
        var b = new GraphBuilder();
        var conv = b.Conv(b.Tensor());
        var relu = b.Relu6(conv);
        b.Unary(conv, UnaryKind.Logistic);
        Assert.That(Simplifier.Run(b.Build(relu)).Graph.Operators, Has.Length.EqualTo(1));
    }

    [Test]
    public void Where_all_tensors_are_kept_every_activation_is_still_written()
    {
        var b = new GraphBuilder();
        var conv = b.Conv(b.Tensor());
        var relu = b.Relu6(conv);
        var reshaped = b.Reshape(relu, new Shape(128));
        var last = b.Reshape(reshaped, new Shape(2, 64));
        b.Unary(relu, UnaryKind.Logistic);
        var graph = b.Build(last);
        var simplified = Simplifier.Run(graph, new SimplifyOptions { KeepAllTensors = true });
        Assert.That(simplified.Graph, Is.SameAs(graph));
        Assert.That(simplified.Outcomes, Has.Count.EqualTo(3));
        Assert.That(simplified.Outcomes.Any(outcome => outcome.IsApplied), Is.False);
        Assert.That(simplified.Outcomes.Select(outcome => outcome.Detail), Is.All.Contains("kept"));
    }

    [Test]
    public void A_graph_with_nothing_to_do_stays_the_same()
    {
        var b = new GraphBuilder();
        var graph = b.Build(b.Conv(b.Conv(b.Tensor(), Activation.Relu)));
        var simplified = Simplifier.Run(graph);
        Assert.That(simplified.Graph, Is.SameAs(graph));
        Assert.That(simplified.Outcomes, Is.Empty);
    }
}
