using GpuNet.Graphs;

namespace GpuNet.Cli.Inspect;

/// <summary>What an operator is asked for, in words and numbers.</summary>
internal static class OperatorText
{
    /// <summary>The operator's options in one line; empty where it has none.</summary>
    public static string Options(Operator op) => op switch
    {
        Conv2D o => $"stride {o.StrideX}x{o.StrideY}, dilation {o.DilationX}x{o.DilationY}, {o.Padding}{With(o.Activation)}",
        DepthwiseConv2D o =>
            $"stride {o.StrideX}x{o.StrideY}, dilation {o.DilationX}x{o.DilationY}, {o.Padding}, multiplier {o.DepthMultiplier}{With(o.Activation)}",
        FullyConnected o => $"{(o.KeepDimensions ? "keeps dimensions" : "as vectors")}{With(o.Activation)}",
        Pool2D o => $"filter {o.FilterX}x{o.FilterY}, stride {o.StrideX}x{o.StrideY}, {o.Padding}{With(o.Activation)}",
        Binary o => With(o.Activation).TrimStart(',', ' '),
        Softmax o => FormattableString.Invariant($"beta {o.Beta}"),
        Pad o => $"before [{string.Join(", ", o.Before)}], after [{string.Join(", ", o.After)}]",
        Mean o => $"axes [{string.Join(", ", o.Axes)}]{(o.KeepDimensions ? ", keeps dimensions" : "")}",
        Concatenation o => $"axis {o.Axis}",
        ArgMax o => $"axis {o.Axis}",
        Resize o => o.AlignCorners ? "corners aligned" : o.HalfPixelCenters ? "half-pixel centres" : "",
        _ => "",
    };

    /// <summary>The multiply-adds of a convolution, taps in the padding included; 0 for other operators.</summary>
    public static long MultiplyAdds(Graph graph, Operator op)
    {
        var outputs = graph.Tensors[op.Output].Shape.ElementCount;
        return op switch
        {
            Conv2D => outputs * graph.Tensors[op.Inputs[1]].Shape.ElementCount / graph.Tensors[op.Inputs[1]].Shape[0],
            DepthwiseConv2D => outputs * graph.Tensors[op.Inputs[1]].Shape[1] * graph.Tensors[op.Inputs[1]].Shape[2],
            FullyConnected => outputs * graph.Tensors[op.Inputs[1]].Shape[1],
            _ => 0,
        };
    }

    private static string With(Activation activation) => activation == Activation.None ? "" : $", {activation}";
}
