using System.Buffers.Binary;
using GpuNet.Graphs;

namespace GpuNet.Simplify;

/// <summary>
/// Computes DEQUANTIZE of a constant once, now: half floats widen, 8-bit integers become <c>scale * (q - zero-point)</c>.
/// The output becomes a constant of type <see cref="ElementType.Float32"/>, which can still be read.
/// </summary>
internal sealed class FoldDequantize : ISimplification
{
    public string Name => "fold-dequantize";

    public Graph Apply(Graph graph, List<SimplificationOutcome> outcomes)
    {
        var tensors = graph.Tensors.ToBuilder();
        var folded = new HashSet<Operator>(ReferenceEqualityComparer.Instance);
        foreach (var op in graph.Operators)
        {
            if (op is not Dequantize || graph.Tensors[op.Inputs[0]] is not { Constant: { } constant } source) continue;
            var output = graph.Tensors[op.Output];
            var obstacle = Obstacle(graph, source, constant, output);
            var subject = GraphUse.Describe(graph, op);
            outcomes.Add(new SimplificationOutcome(Name, subject, obstacle == null, obstacle ?? $"computed from constant {source}"));
            if (obstacle != null) continue;
            tensors[op.Output] = output with { Constant = ToFloats(source, constant.Read().Span) };
            folded.Add(op);
        }

        return folded.Count == 0
            ? graph
            : graph with { Tensors = tensors.ToImmutable(), Operators = graph.Operators.RemoveAll(folded.Contains) };
    }

    private static string? Obstacle(Graph graph, Tensor source, TensorData constant, Tensor output)
    {
        if (graph.Outputs.Contains(output.Index)) return "its output is an output of the graph";
        if (output.Type != ElementType.Float32) return $"its output is {output.Type}, not Float32";
        if (output.Shape != source.Shape || constant.Length != source.ByteLength) return $"its output has not the extents of {source}";
        if (source.Type == ElementType.Float16) return null;
        if (source.Type is not (ElementType.Int8 or ElementType.UInt8)) return $"its input is {source.Type}, which is not folded";
        if (source.Quantisation is not { } quantisation) return $"{source} has no quantisation";
        var scales = quantisation.Scales.Length;
        var zeroPoints = quantisation.ZeroPoints.Length;
        if (scales == 0 || zeroPoints != scales) return $"{source} has {scales} scales and {zeroPoints} zero-points";
        if (scales == 1) return null;
        var axis = quantisation.Axis;
        return axis >= 0 && axis < source.Shape.Rank && source.Shape[axis] == scales ? null : $"{source} has {scales} scales along axis {axis}";
    }

    private static byte[] ToFloats(Tensor source, ReadOnlySpan<byte> constant)
    {
        var count = checked((int)source.Shape.ElementCount);
        var floats = new byte[checked(count * sizeof(float))];
        for (var i = 0; i < count; i++)
        {
            var value = source.Type == ElementType.Float16
                ? (float)BinaryPrimitives.ReadHalfLittleEndian(constant[(2 * i)..])
                : Real(source, constant[i], i);
            BinaryPrimitives.WriteSingleLittleEndian(floats.AsSpan(sizeof(float) * i), value);
        }

        return floats;
    }

    private static float Real(Tensor source, byte bits, int element)
    {
        var quantisation = source.Quantisation!;
        var channel = quantisation.Scales.Length == 1 ? 0 : ChannelOf(source.Shape, quantisation.Axis, element);
        int q = source.Type == ElementType.Int8 ? (sbyte)bits : bits;
        return quantisation.Scales[channel] * (q - quantisation.ZeroPoints[channel]);
    }

    /// <summary>The index along <paramref name="axis"/> of an element, given its number in the tensor's order.</summary>
    private static int ChannelOf(Shape shape, int axis, int element)
    {
        for (var inner = shape.Rank - 1; inner > axis; inner--) element /= shape[inner];
        return element % shape[axis];
    }
}
