using GpuNet.Graphs;
using GpuNet.Host.Tests.Simplify;

namespace GpuNet.Host.Tests.Sessions;

/// <summary>Batches of networks that were made for one image: which are taken, and with which shapes.</summary>
public sealed class BatchTests
{
    private static IEnumerable<TestCaseData> Mixing =>
    [
        Case("mean over images", (i, x, y) => new Mean(i, [x], y, [0, 1], KeepDimensions: true), "along the first axis"),
        Case("greatest image", (i, x, y) => new ArgMax(i, [x], y, 0), "along the first axis"),
        Case("images one after another", (i, x, y) => new Concatenation(i, [x, x], y, 0, Activation.None), "along the first axis"),
        Case("one more image", (i, x, y) => new Pad(i, [x], y, [1, 0, 0, 0], [0, 0, 0, 0]), "along the first axis"),
        Case("computed weights", (i, x, y) => new Conv2D(i, [x, x], y, Padding.Same, 1, 1, 1, 1, Activation.None), "two computed tensors"),
    ];

    [TestCaseSource(nameof(Mixing))]
    public void A_network_that_mixes_images_is_refused(Func<int, int, int, Operator> make, string expected)
    {
        var b = new GraphBuilder();
        var x = b.Tensor();
        var graph = b.Build(b.Add((index, output) => make(index, x, output)));
        Assert.That(() => Batches.Apply(graph, 3), Throws.TypeOf<UnsupportedModelException>().With.Message.Contains(expected));
        Assert.That(Batches.Apply(graph, 1), Is.SameAs(graph));
    }

    [Test]
    public void Constants_stay_and_all_that_is_computed_is_widened()
    {
        var b = new GraphBuilder();
        var x = b.Tensor();
        var constant = b.Tensor(shape: new Shape(1, 1, 1, 8), constant: new byte[32]);
        var sum = b.Add((index, output) => new Binary(index, [x, constant], output, BinaryKind.Add, Activation.None));
        var graph = Batches.Apply(b.Build(b.Reshape(sum, new Shape(1, 128))), 3);
        Assert.That(graph.Tensors.Select(t => t.Shape), Is.EqualTo(new[] { new(3, 4, 4, 8), new(1, 1, 1, 8), new Shape(3, 4, 4, 8), new(3, 128) }));
    }

    [Test]
    public void Vectors_have_no_images()
    {
        var b = new GraphBuilder();
        var graph = b.Build(b.Reshape(b.Tensor(), new Shape(128)));
        Assert.That(() => Batches.Apply(graph, 2), Throws.TypeOf<UnsupportedModelException>().With.Message.Contains("not of one image"));
        Assert.That(() => Batches.Apply(graph, 0), Throws.TypeOf<InvalidInputException>().With.Message.Contains("at least one"));
    }

    private static TestCaseData Case(string name, Func<int, int, int, Operator> make, string expected) =>
        new TestCaseData(make, expected).SetArgDisplayNames(name);
}
