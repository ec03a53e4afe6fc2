using System.Collections.Immutable;
using System.Runtime.InteropServices;
using GpuNet.Cli.Classification;
using GpuNet.Graphs;

namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>Outputs of classifiers become probabilities, and classes get their names.</summary>
public sealed class ClassScoresTests
{
    [Test]
    public void Logits_go_through_the_softmax()
    {
        var scores = new ClassScores(GraphOf(ElementType.Float32, null)).Top(Bytes(1f, 3f, 2f), 2, out var wereLogits);
        Assert.That(wereLogits, Is.True);
        Assert.That(scores.Select(s => s.Index), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(scores[0].Probability, Is.EqualTo(0.66524).Within(1e-5));
    }

    [Test]
    public void Numbers_that_add_up_to_one_are_probabilities()
    {
        var scores = new ClassScores(GraphOf(ElementType.Float32, null)).Top(Bytes(0.2f, 0.5f, 0.3f), 9, out var wereLogits);
        Assert.That(wereLogits, Is.False);
        Assert.That(scores.Select(s => s.Index), Is.EqualTo(new[] { 1, 2, 0 }));
        Assert.That(scores[0].Probability, Is.EqualTo(0.5).Within(1e-7));
    }

    [Test]
    public void Behind_a_softmax_rounded_bytes_need_not_add_up()
    {
        var graph = GraphOf(ElementType.Int8, new Quantisation([1 / 256f], [-128], 0), new Softmax(0, [1], 0, 1));
        var scores = new ClassScores(graph).Top([0x80, 0x81, 0x80], 1, out var wereLogits);
        Assert.That(wereLogits, Is.False);
        Assert.That(scores[0], Is.EqualTo(new ClassScore(1, 1 / 256.0)));
    }

    [Test]
    public void Equal_classes_stand_in_their_order()
    {
        var scores = new ClassScores(GraphOf(ElementType.Float32, null)).Top(Bytes(0.25f, 0.5f, 0.25f), 3, out _);
        Assert.That(scores.Select(s => s.Index), Is.EqualTo(new[] { 1, 0, 2 }));
    }

    [Test]
    public void A_score_that_is_no_number_is_an_error() => Assert.That(
        () => new ClassScores(GraphOf(ElementType.Float32, null)).Top(Bytes(1f, float.NaN, 2f), 1, out _),
        Throws.TypeOf<InvalidInputException>().With.Message.Contains("element 1 is NaN"));

    [Test]
    public void An_output_that_holds_no_classes_is_refused() => Assert.That(
        () => new ClassScores(GraphOf(ElementType.Int64, null)), Throws.TypeOf<InvalidInputException>().With.Message.Contains("does not classify"));

    [Test]
    public void Labels_may_lack_the_background()
    {
        using var scratch = new ScratchFolder();
        var labels = Labels.Read(scratch.Write("l.txt", [.. "cat\r\n dog \n\n\n"u8]));
        Assert.That(labels.For(2), Is.EqualTo(new[] { "cat", "dog" }));
        Assert.That(labels.For(3), Is.EqualTo(new[] { "background", "cat", "dog" }));
        Assert.That(() => labels.For(4), Throws.TypeOf<InvalidInputException>().With.Message.Contains("2 labels").And.Message.Contains("4 classes"));
        Assert.That(() => Labels.Read(scratch.Write("e.txt")), Throws.TypeOf<InvalidInputException>().With.Message.Contains("no labels"));
    }

    private static byte[] Bytes(params float[] values) => MemoryMarshal.AsBytes<float>(values).ToArray();

    private static Graph GraphOf(ElementType type, Quantisation? quantisation, params Operator[] operators) => new(
        [new Tensor(0, "out", type, new Shape(1, 3), quantisation, null), new Tensor(1, "in", type, new Shape(1, 3), quantisation, null)],
        [.. operators], [1], ImmutableArray.Create(0));
}
