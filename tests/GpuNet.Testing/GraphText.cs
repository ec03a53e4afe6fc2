using System.Globalization;
using System.Text;
using GpuNet.Graphs;

namespace GpuNet.Testing;

/// <summary>What decides how a network is run, as text: everything but names and the elements of constants.</summary>
public static class GraphText
{
    /// <summary>The text: the same for networks that differ in nothing else.</summary>
    public static string Of(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var text = new StringBuilder();
        foreach (var tensor in graph.Tensors)
        {
            text.Append(CultureInfo.InvariantCulture, $"{tensor.Type} {tensor.Shape} {tensor.Constant is null}");
            if (tensor.Quantisation is { } q) text.Append(CultureInfo.InvariantCulture, $" {q.Axis} {string.Join(',', q.Scales)} {string.Join(',', q.ZeroPoints)}");
            text.Append(';');
        }

        foreach (var op in graph.Operators) text.Append(CultureInfo.InvariantCulture, $"{op} {string.Join(',', op.Inputs)} {Options(op)};");
        return text.ToString();
    }

    private static string Options(Operator op) => op switch
    {
        Conv2D o => $"{o.Padding} {o.StrideX} {o.StrideY} {o.DilationX} {o.DilationY} {o.Activation}",
        DepthwiseConv2D o => $"{o.Padding} {o.StrideX} {o.StrideY} {o.DilationX} {o.DilationY} {o.Activation}",
        FullyConnected o => $"{o.Activation}",
        Pool2D o => $"{o.Padding} {o.FilterX} {o.FilterY} {o.StrideX} {o.StrideY} {o.Activation}",
        Binary o => $"{o.Activation}",
        Softmax o => string.Create(CultureInfo.InvariantCulture, $"{o.Beta}"),
        Resize o => $"{o.AlignCorners} {o.HalfPixelCenters}",
        Mean o => string.Join(',', o.Axes),
        ArgMax o => $"{o.Axis}",
        Concatenation o => $"{o.Axis}",
        _ => "",
    };
}
