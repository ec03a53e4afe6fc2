using GpuNet.Graphs;

namespace GpuNet.Training.Tests.Export;

/// <summary>Compares networks by what they mean: records compare their arrays by reference.</summary>
internal static class GraphComparison
{
    public static void AssertSame(Graph actual, Graph expected)
    {
        Assert.That(actual.Inputs, Is.EqualTo(expected.Inputs));
        Assert.That(actual.Outputs, Is.EqualTo(expected.Outputs));
        Assert.That(actual.Tensors.Select(Describe), Is.EqualTo(expected.Tensors.Select(Describe)));
        Assert.That(actual.Operators.Select(Describe), Is.EqualTo(expected.Operators.Select(Describe)));
        foreach (var (tensor, other) in actual.Tensors.Zip(expected.Tensors))
            Assert.That(Elements(tensor).Span.SequenceEqual(Elements(other).Span), $"the constant of {other}");
    }

    private static ReadOnlyMemory<byte> Elements(Tensor tensor) => tensor.Constant?.Read() ?? default;

    private static string Describe(Tensor tensor) =>
        $"{tensor} {tensor.Constant is not null} {Join(tensor.Quantisation?.Scales)} {Join(tensor.Quantisation?.ZeroPoints)} {tensor.Quantisation?.Axis}";

    // A record's own words name its options; arrays are spelled out.
    private static string Describe(Operator step) => step switch
    {
        Conv2D s => $"{s} {Join(s.Inputs)} {s.Output} {(s.Padding, s.StrideX, s.StrideY, s.DilationX, s.DilationY, s.Activation)}",
        DepthwiseConv2D s => $"{s} {Join(s.Inputs)} {s.Output} {(s.Padding, s.StrideX, s.StrideY, s.DilationX, s.DilationY, s.DepthMultiplier, s.Activation)}",
        FullyConnected s => $"{s} {Join(s.Inputs)} {s.Output} {(s.Activation, s.KeepDimensions)}",
        Pool2D s => $"{s} {Join(s.Inputs)} {s.Output} {(s.Kind, s.Padding, s.FilterX, s.FilterY, s.StrideX, s.StrideY, s.Activation)}",
        Binary s => $"{s} {Join(s.Inputs)} {s.Output} {(s.Kind, s.Activation)}",
        Softmax s => $"{s} {Join(s.Inputs)} {s.Output} {s.Beta:R}",
        Pad s => $"{s} {Join(s.Inputs)} {s.Output} {Join(s.Before)} {Join(s.After)}",
        Mean s => $"{s} {Join(s.Inputs)} {s.Output} {Join(s.Axes)} {s.KeepDimensions}",
        Concatenation s => $"{s} {Join(s.Inputs)} {s.Output} {(s.Axis, s.Activation)}",
        Resize s => $"{s} {Join(s.Inputs)} {s.Output} {(s.Kind, s.AlignCorners, s.HalfPixelCenters)}",
        Reshape s => $"{s} {Join(s.Inputs)} {s.Output} {s.IsSqueeze}",
        ArgMax s => $"{s} {Join(s.Inputs)} {s.Output} {s.Axis}",
        _ => $"{step} {Join(step.Inputs)} {step.Output}",
    };

    private static string Join<T>(IReadOnlyList<T>? values) => values is null ? "-" : string.Join(",", values.Select(v => $"{v:R}"));

    private static string Join(System.Collections.Immutable.ImmutableArray<int>? values) => values is { } v ? string.Join(",", v) : "-";

    private static string Join(System.Collections.Immutable.ImmutableArray<float>? values) => values is { } v ? string.Join(",", v.Select(x => x.ToString("R"))) : "-";
}
