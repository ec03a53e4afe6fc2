using GpuNet.Graphs;
using GpuNet.Simplify;

namespace GpuNet.Host.Tests.Simplify;

[TestFixture]
internal sealed class FuseActivationsTests
{
    private static readonly Func<int, int, Operator>[] Producers =
    [
        (index, output) => new Conv2D(index, [0], output, Padding.Same, 1, 1, 1, 1, Activation.None),
        (index, output) => new DepthwiseConv2D(index, [0], output, Padding.Same, 1, 1, 1, 1, 1, Activation.None),
        (index, output) => new FullyConnected(index, [0], output, Activation.None, false),
        (index, output) => new Pool2D(index, [0], output, PoolKind.Average, Padding.Same, 2, 2, 1, 1, Activation.None),
        (index, output) => new Binary(index, [0, 0], output, BinaryKind.Add, Activation.None),
    ];

    [Test]
    public void A_relu_moves_into_the_operator_before_it(
        [ValueSource(nameof(Producers))] Func<int, int, Operator> producer, [Values(UnaryKind.Relu, UnaryKind.Relu6)] UnaryKind kind)
    {
        var b = new GraphBuilder();
        b.Tensor();
        var before = b.Add(producer);
        var relu = b.Unary(before, kind);
        var graph = b.Build(b.Conv(relu));
        var (simplified, outcomes) = Apply(graph);
        GraphAssert.IsSound(simplified, graph);
        Assert.That(simplified.Operators, Has.Length.EqualTo(2));
        var fused = simplified.Operators[0];
        Assert.That(fused.GetType(), Is.EqualTo(graph.Operators[0].GetType()));
        Assert.That(fused, Has.Property("Activation").EqualTo(kind == UnaryKind.Relu ? Activation.Relu : Activation.Relu6));
        Assert.That(fused.Output, Is.EqualTo(relu));
        Assert.That(outcomes.Single().IsApplied);
    }

    [Test]
    public void A_relu_of_a_graph_output_stays()
    {
        var b = new GraphBuilder();
        var conv = b.Conv(b.Tensor());
        var relu = b.Relu6(conv);
        AssertDeclined(b.Build(conv, relu), "is an output of the graph");
    }

    [Test]
    public void A_relu_of_what_others_read_too_stays()
    {
        var b = new GraphBuilder();
        var conv = b.Conv(b.Tensor());
        var relu = b.Relu6(conv);
        AssertDeclined(b.Build(relu, b.Conv(conv)), "2 readers");
    }

    [Test]
    public void A_relu_of_integers_stays()
    {
        var b = new GraphBuilder();
        var conv = b.Conv(b.Tensor(ElementType.Int8), Activation.None, ElementType.Int8);
        AssertDeclined(b.Build(b.Relu6(conv, ElementType.Int8)), "not of floats");
    }

    [Test]
    public void A_relu_of_an_operator_with_an_activation_stays()
    {
        var b = new GraphBuilder();
        var conv = b.Conv(b.Tensor(), Activation.ReluN1To1);
        AssertDeclined(b.Build(b.Relu6(conv)), "ReluN1To1");
    }

    [Test]
    public void Of_two_relus_in_a_row_only_the_first_moves()
    {
        var b = new GraphBuilder();
        var first = b.Unary(b.Conv(b.Tensor()), UnaryKind.Relu);
        var graph = b.Build(b.Relu6(first));
        var (simplified, _) = Apply(graph);
        GraphAssert.IsSound(simplified, graph);
        Assert.That(simplified.Operators.Select(op => op.Name), Is.EqualTo((string[])["CONV_2D", "RELU6"]));
    }

    [Test]
    public void Other_functions_are_not_looked_at()
    {
        var b = new GraphBuilder();
        var graph = b.Build(b.Unary(b.Conv(b.Tensor()), UnaryKind.HardSwish));
        var (simplified, outcomes) = Apply(graph);
        Assert.That(simplified, Is.SameAs(graph));
        Assert.That(outcomes, Is.Empty);
    }

    private static (Graph Graph, List<SimplificationOutcome> Outcomes) Apply(Graph graph)
    {
        var outcomes = new List<SimplificationOutcome>();
        return (new FuseActivations(new SimplifyOptions()).Apply(graph, outcomes), outcomes);
    }

    private static void AssertDeclined(Graph graph, string reason)
    {
        var (simplified, outcomes) = Apply(graph);
        Assert.That(simplified, Is.SameAs(graph));
        Assert.That(outcomes, Has.Count.EqualTo(1));
        Assert.That(outcomes[0].IsApplied, Is.False);
        Assert.That(outcomes[0].Detail, Does.Contain(reason));
        Assert.That(outcomes[0].ToString(), Does.StartWith("fuse-activations: operator 1 RELU6 -> tensor 2 't2'").And.Contain("declined"));
    }
}
