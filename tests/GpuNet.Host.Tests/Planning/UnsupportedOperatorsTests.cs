using GpuNet.Graphs;
using GpuNet.Host.Tests.Simplify;
using GpuNet.Planning;

namespace GpuNet.Host.Tests.Planning;

/// <summary>Every operator that has no kernel is found, not the first alone.</summary>
internal sealed class UnsupportedOperatorsTests : HostFixture
{
    [Test]
    public void All_are_found_with_their_reasons()
    {
        var graph = new GraphBuilder();
        var input = graph.Tensor();
        var relu = graph.Relu6(input);
        var half = graph.Unary(relu, UnaryKind.Relu, ElementType.Float16);
        var joined = graph.Add((index, output) => new Concatenation(index, [relu, relu], output, 3, Activation.Relu), shape: new Shape(1, 4, 4, 16));
        var last = graph.Unary(joined, UnaryKind.Logistic);
        var found = UnsupportedOperators.Find(graph.Build(half, last), PlannerOptions.For(Device.Info, new SessionOptions()));
        Assert.That(found.Select(f => f.Operator.Index), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(found[0].Reason, Does.Contain("RELU").And.Contain("32-bit floats"));
        Assert.That(found[1].Reason, Does.Contain("CONCATENATION").And.Contain("fused activation"));
    }

    [Test]
    public void None_are_found_where_all_have_kernels()
    {
        var graph = new GraphBuilder();
        var output = graph.Relu6(graph.Tensor());
        Assert.That(UnsupportedOperators.Find(graph.Build(output), PlannerOptions.For(Device.Info, new SessionOptions())), Is.Empty);
    }
}
