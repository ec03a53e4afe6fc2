using GpuNet.Graphs;
using GpuNet.Simplify;

namespace GpuNet.Host.Tests.Simplify;

[TestFixture]
internal sealed class RemoveUnreadTests
{
    [Test]
    public void What_leads_nowhere_goes_and_what_only_it_reads()
    {
        var b = new GraphBuilder();
        var conv = b.Conv(b.Tensor());
        b.Unary(b.Conv(conv), UnaryKind.Logistic);
        var output = b.Relu6(conv);
        var graph = b.Build(output);
        var outcomes = new List<SimplificationOutcome>();
        var simplified = new RemoveUnread(new SimplifyOptions()).Apply(graph, outcomes);
        GraphAssert.IsSound(simplified, graph);
        Assert.That(simplified.Operators.Select(op => op.Index), Is.EqualTo((int[])[0, 3]));
        Assert.That(outcomes.Select(outcome => outcome.Subject), Has.Exactly(2).Items.And.Some.Contains("LOGISTIC"));
    }

    [Test]
    public void An_operator_with_an_absent_input_stays_where_it_was()
    {
        var b = new GraphBuilder();
        var input = b.Tensor();
        var output = b.Add((index, to) => new FullyConnected(index, [input, input, -1], to, Activation.None, false));
        var graph = b.Build(output);
        Assert.That(new RemoveUnread(new SimplifyOptions()).Apply(graph, []), Is.SameAs(graph));
    }
}
