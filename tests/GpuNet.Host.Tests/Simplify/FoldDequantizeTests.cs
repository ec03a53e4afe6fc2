using System.Runtime.InteropServices;
using GpuNet.Graphs;
using GpuNet.Simplify;

namespace GpuNet.Host.Tests.Simplify;

[TestFixture]
internal sealed class FoldDequantizeTests
{
    [Test]
    public void Half_floats_widen()
    {
        Half[] halves = [(Half)1, (Half)(-2.5f), Half.Epsilon, Half.MaxValue, Half.NegativeInfinity, Half.NegativeZero];
        float[] expected = [1, -2.5f, 5.9604645e-8f, 65504, float.NegativeInfinity, -0f];
        var floats = Fold(ElementType.Float16, new Shape(6), null, MemoryMarshal.AsBytes(halves.AsSpan()).ToArray());
        Assert.That(floats.Select(BitConverter.SingleToInt32Bits), Is.EqualTo(expected.Select(BitConverter.SingleToInt32Bits)));
    }

    [Test]
    public void Unsigned_bytes_with_one_scale() => Assert.That(
        Fold(ElementType.UInt8, new Shape(4), new Quantisation([0.25f], [128], 0), [0, 127, 128, 255]),
        Is.EqualTo((float[])[-32, -0.25f, 0, 31.75f]));

    [Test]
    public void Signed_bytes_with_a_scale_for_each_index_of_an_inner_axis() => Assert.That(
        Fold(ElementType.Int8, new Shape(2, 3, 2), new Quantisation([1, 10, 100], [0, 1, -1], 1), [1, 2, 3, 4, 5, 6, 0xFF, 0x80, 0, 1, 2, 0x7F]),
        Is.EqualTo((float[])[1, 2, 20, 30, 600, 700, -1, -128, -10, 0, 300, 12800]));

    [Test]
    public void Products_round_as_floats_do()
    {
        const float Scale = 0.1f;
        var floats = Fold(ElementType.UInt8, new Shape(256), new Quantisation([Scale], [3], 0), [.. Enumerable.Range(0, 256).Select(i => (byte)i)]);
        Assert.That(floats, Is.EqualTo(Enumerable.Range(0, 256).Select(q => (float)((double)Scale * (q - 3)))));
    }

    [Test]
    public void An_output_of_the_graph_stays()
    {
        var b = new GraphBuilder();
        b.Tensor();
        var output = b.Dequantize(b.Tensor(ElementType.Float16, new Shape(1), constant: [0, 0]), new Shape(1));
        AssertDeclined(b.Build(output), "an output of the graph");
    }

    [Test]
    public void Scales_that_do_not_fit_the_axis_are_declined()
    {
        var b = new GraphBuilder();
        b.Tensor();
        b.Dequantize(b.Tensor(ElementType.Int8, new Shape(3), new Quantisation([1, 2], [0, 0], 0), [1, 2, 3]), new Shape(3));
        AssertDeclined(b.Build(), "2 scales along axis 0");
    }

    [Test]
    public void Integers_without_quantisation_and_wide_ones_are_declined()
    {
        var b = new GraphBuilder();
        b.Tensor();
        b.Dequantize(b.Tensor(ElementType.Int8, new Shape(1), constant: [1]), new Shape(1));
        AssertDeclined(b.Build(), "no quantisation");
        b = new GraphBuilder();
        b.Tensor();
        b.Dequantize(b.Tensor(ElementType.Int32, new Shape(1), new Quantisation([1], [0], 0), [1, 0, 0, 0]), new Shape(1));
        AssertDeclined(b.Build(), "Int32");
    }

    [Test]
    public void An_activation_is_not_looked_at()
    {
        var b = new GraphBuilder();
        var graph = b.Build(b.Dequantize(b.Tensor(ElementType.Float16), GraphBuilder.Image));
        var outcomes = new List<SimplificationOutcome>();
        Assert.That(new FoldDequantize().Apply(graph, outcomes), Is.SameAs(graph));
        Assert.That(outcomes, Is.Empty);
    }

    private static float[] Fold(ElementType type, Shape shape, Quantisation? quantisation, byte[] constant)
    {
        var b = new GraphBuilder();
        b.Tensor();
        var folded = b.Dequantize(b.Tensor(type, shape, quantisation, constant), shape);
        var graph = b.Build(b.Conv(folded));
        var outcomes = new List<SimplificationOutcome>();
        var simplified = new FoldDequantize().Apply(graph, outcomes);
        GraphAssert.IsSound(simplified, graph);
        Assert.That(simplified.Operators, Has.Length.EqualTo(1));
        Assert.That(outcomes.Single().IsApplied);
        return MemoryMarshal.Cast<byte, float>(simplified.Tensors[folded].Constant!.Read().Span).ToArray();
    }

    private static void AssertDeclined(Graph graph, string reason)
    {
        var outcomes = new List<SimplificationOutcome>();
        Assert.That(new FoldDequantize().Apply(graph, outcomes), Is.SameAs(graph));
        Assert.That(outcomes.Single().IsApplied, Is.False);
        Assert.That(outcomes.Single().Detail, Does.Contain(reason));
    }
}
