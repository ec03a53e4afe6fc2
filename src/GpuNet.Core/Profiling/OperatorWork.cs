using GpuNet.Graphs;

namespace GpuNet.Profiling;

/// <summary>How much arithmetic operators ask for, whatever computes them.</summary>
internal static class OperatorWork
{
    /// <summary>
    /// Operations of an operator; a multiply-add is two, and taps in the padding count. Operators that only move elements have none, and
    /// functions such as e^x count as one.
    /// </summary>
    public static long Operations(Graph graph, Operator op)
    {
        var output = graph.Tensors[op.Output].Shape.ElementCount;
        return op switch
        {
            Conv2D => 2 * output * TapsTimesChannels(graph.Tensors[op.Inputs[1]].Shape),
            DepthwiseConv2D => 2 * output * Taps(graph.Tensors[op.Inputs[1]].Shape),
            FullyConnected => 2 * output * graph.Tensors[op.Inputs[1]].Shape[1],
            Pool2D pool => output * pool.FilterX * pool.FilterY,
            Mean or ArgMax => graph.Tensors[op.Inputs[0]].Shape.ElementCount,
            Softmax => 4 * output,
            Resize { Kind: ResizeKind.Bilinear } => 8 * output,
            Binary or Unary or Quantize or Dequantize or Normalise => output,
            _ => 0,
        };
    }

    // Weights are OHWI or 1HWC.
    private static long Taps(Shape weights) => (long)weights[1] * weights[2];

    private static long TapsTimesChannels(Shape weights) => Taps(weights) * weights[3];
}
