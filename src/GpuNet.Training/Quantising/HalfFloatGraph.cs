using System.Buffers.Binary;
using GpuNet.Export;
using GpuNet.Graphs;

namespace GpuNet.Quantising;

/// <summary>Stores the constants of a float network in 16 bits, each behind a DEQUANTIZE: half the file, about three digits.</summary>
internal static class HalfFloatGraph
{
    /// <summary>Converts a network. Tensors keep their indices; those of 16 bits are added behind.</summary>
    public static Graph Make(Graph graph)
    {
        var tensors = graph.Tensors.ToList();
        var steps = new List<Operator>();
        foreach (var tensor in graph.Tensors)
        {
            if (tensor is not { Type: ElementType.Float32, Constant: { } constant } || !IsWeightOrBias(graph, tensor.Index)) continue;
            var half = new Tensor(tensors.Count, $"{tensor.Name}_half", ElementType.Float16, tensor.Shape, null, Halve(constant.Read().Span));
            tensors.Add(half);
            tensors[tensor.Index] = tensor with { Constant = null };
            steps.Add(new Dequantize(0, [half.Index], tensor.Index));
        }

        steps.AddRange(graph.Operators);
        return graph with { Tensors = [.. tensors], Operators = [.. steps.Select((step, i) => step with { Index = i })] };
    }

    private static bool IsWeightOrBias(Graph graph, int tensor) => graph.Operators.Any(
        step => step is Conv2D or DepthwiseConv2D or FullyConnected && step.Inputs.IndexOf(tensor) is 1 or 2);

    // Beyond what 16 bits hold, the greatest that they do: an infinity would spoil every result.
    private static byte[] Halve(ReadOnlySpan<byte> constant)
    {
        var values = LittleEndian.Singles(constant);
        var bytes = new byte[values.Length * 2];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * 2), (Half)Math.Clamp(values[i], (float)Half.MinValue, (float)Half.MaxValue));
        return bytes;
    }
}
