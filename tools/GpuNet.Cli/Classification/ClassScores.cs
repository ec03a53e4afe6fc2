using System.Buffers.Binary;
using GpuNet.Graphs;

namespace GpuNet.Cli.Classification;

/// <summary>A class and its probability.</summary>
/// <param name="Index">The number of the class.</param>
/// <param name="Probability">From 0 to 1.</param>
internal sealed record ClassScore(int Index, double Probability);

/// <summary>Reads the output of a classifier as probabilities.</summary>
internal sealed class ClassScores
{
    private readonly Tensor tensor;
    private readonly bool endsInProbabilities;

    /// <summary>Takes the first output of a network as its classes.</summary>
    /// <exception cref="InvalidInputException">The output is not one number for each class.</exception>
    public ClassScores(Graph graph)
    {
        if (graph.Outputs.Length == 0) throw new InvalidInputException("The model has no output.");
        tensor = graph.Tensors[graph.Outputs[0]];
        var rank = tensor.Shape.Rank;
        Classes = rank == 0 ? 1 : tensor.Shape[rank - 1];
        if (Classes < 2 || Classes != tensor.Shape.ElementCount
            || tensor.Type is not (ElementType.Float32 or ElementType.Float16 or ElementType.UInt8 or ElementType.Int8))
            throw new InvalidInputException($"{tensor} does not hold a number for each class, so the model does not classify.");
        endsInProbabilities = EndsInProbabilities(graph);
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>The most probable classes of a result, most probable first, the lower index first among equals.</summary>
    /// <param name="bytes">The bytes of the output.</param>
    /// <param name="count">How many; at most as many as there are.</param>
    /// <param name="wereLogits">Whether the model gives scores of any size, of which the softmax was taken here.</param>
    /// <exception cref="InvalidInputException">An element is not a number.</exception>
    public IReadOnlyList<ClassScore> Top(ReadOnlySpan<byte> bytes, int count, out bool wereLogits)
    {
        var values = RealValues(bytes);
        wereLogits = !endsInProbabilities && !AddUpToOne(values);
        if (wereLogits) TakeSoftmax(values);
        var scores = new ClassScore[values.Length];
        for (var i = 0; i < scores.Length; i++) scores[i] = new ClassScore(i, values[i]);
        Array.Sort(scores, (a, b) => a.Probability != b.Probability ? b.Probability.CompareTo(a.Probability) : a.Index.CompareTo(b.Index));
        return scores[..Math.Min(count, scores.Length)];
    }

    private double[] RealValues(ReadOnlySpan<byte> bytes)
    {
        var values = new double[Classes];
        var (scale, zeroPoint) = tensor.Quantisation is { } q ? (q.Scales[0], q.ZeroPoints[0]) : (1f, 0);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = tensor.Type switch
            {
                ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * 4)..]),
                ElementType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes[(i * 2)..]),
                ElementType.Int8 => scale * (unchecked((sbyte)bytes[i]) - zeroPoint),
                _ => scale * (bytes[i] - zeroPoint),
            };
            if (!double.IsFinite(values[i])) throw new InvalidInputException($"{tensor}: element {i} is {values[i]}, no score.");
        }

        return values;
    }

    // What only rearranges or requantises does not change what the numbers mean.
    private static bool EndsInProbabilities(Graph graph)
    {
        var tensor = graph.Outputs[0];
        for (var i = graph.Operators.Length - 1; i >= 0; i--)
        {
            var step = graph.Operators[i];
            if (step.Output != tensor) continue;
            if (step is Softmax or Unary { Kind: UnaryKind.Logistic }) return true;
            if (step is not (Reshape or Quantize or Dequantize)) return false;
            tensor = step.Inputs[0];
        }

        return false;
    }

    private static bool AddUpToOne(double[] values) => values.All(v => v is >= 0 and <= 1) && Math.Abs(values.Sum() - 1) < 0.01;

    private static void TakeSoftmax(double[] values)
    {
        var greatest = values.Max();
        for (var i = 0; i < values.Length; i++) values[i] = Math.Exp(values[i] - greatest);
        var sum = values.Sum();
        for (var i = 0; i < values.Length; i++) values[i] /= sum;
    }
}
