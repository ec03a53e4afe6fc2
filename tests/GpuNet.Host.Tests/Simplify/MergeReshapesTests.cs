using GpuNet.Graphs;
using GpuNet.Simplify;

namespace GpuNet.Host.Tests.Simplify;

[TestFixture]
internal sealed class MergeReshapesTests
{
    [Test]
    public void A_chain_becomes_one_reshape()
    {
        var b = new GraphBuilder();
        var input = b.Tensor(shape: new Shape(1, 1, 1, 8));
        var middle = b.Reshape(b.Reshape(input, new Shape(8)), new Shape(2, 4));
        var last = b.Reshape(middle, new Shape(4, 2), squeeze: true);
        var graph = b.Build(last);
        var simplified = Simplifier.Run(graph).Graph;
        GraphAssert.IsSound(simplified, graph);
        var only = (Reshape)simplified.Operators.Single();
        Assert.That((only.Inputs[0], only.Output, only.IsSqueeze), Is.EqualTo((input, last, false)));
    }

    [Test]
    public void A_reshape_that_is_read_elsewhere_stays()
    {
        var b = new GraphBuilder();
        var input = b.Tensor(shape: new Shape(1, 1, 1, 8));
        var first = b.Reshape(input, new Shape(8));
        var second = b.Reshape(first, new Shape(2, 4));
        var graph = b.Build(first, second);
        var simplified = Simplifier.Run(graph).Graph;
        GraphAssert.IsSound(simplified, graph);
        Assert.That(simplified.Operators.Select(op => op.Inputs[0]), Is.EqualTo((int[])[input, input]));
    }

    [Test]
    public void Reshapes_that_differ_in_their_elements_are_declined()
    {
        var b = new GraphBuilder();
        var first = b.Reshape(b.Tensor(shape: new Shape(8)), new Shape(2, 4));
        var graph = b.Build(b.Reshape(first, new Shape(9)));
        var outcomes = new List<SimplificationOutcome>();
        Assert.That(new MergeReshapes(new SimplifyOptions()).Apply(graph, outcomes), Is.SameAs(graph));
        Assert.That(outcomes.Single().Detail, Does.Contain("differ in their elements"));
    }
}
