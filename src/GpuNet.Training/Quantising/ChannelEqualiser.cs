using GpuNet.Export;
using GpuNet.Graphs;

namespace GpuNet.Quantising;

/// <summary>
/// Makes the channels between two convolutions alike in range, so that one scale fits all (cross-layer equalisation: Nagel et al.,
/// "Data-free quantization through weight equalization and bias correction", 2019). What a channel's weights and bias are divided by
/// in front of a ReLU, the weights that read it are multiplied by behind it; the results stay the same. A ReLU6 has a fixed bound:
/// channels that calibration has seen reach it stay as they are, and no other is brought up to it.
/// </summary>
internal sealed class ChannelEqualiser
{
    private const int Sweeps = 8;
    private const double Relu6Bound = 6;

    // Images that were not seen may reach higher.
    private const double Headroom = 0.8;
    private const double LargestFactor = 1e4;

    private readonly Calibration calibration;
    private readonly Graph graph;
    private readonly Dictionary<int, float[]> constants = [];

    private ChannelEqualiser(Calibration calibration)
    {
        this.calibration = calibration;
        graph = calibration.Graph;
    }

    /// <summary>The network with other weights and biases.</summary>
    public static Graph Run(Calibration calibration)
    {
        var equaliser = new ChannelEqualiser(calibration);
        var pairs = equaliser.FindPairs();
        if (pairs.Count == 0) return calibration.Graph;
        foreach (var tensor in pairs.SelectMany(p => new[] { p.First.Inputs[1], p.First.Inputs[2], p.Second.Inputs[1] }).Distinct())
            equaliser.constants[tensor] = LittleEndian.Singles(calibration.Graph.Tensors[tensor].Constant!.Read().Span);
        var factors = pairs.ToDictionary(p => p.First.Output, p => equaliser.Unconstrained(p.First));
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var (first, second) in pairs) equaliser.Equalise(first, second, factors[first.Output]);
        }

        return calibration.Graph with
        {
            Tensors =
            [
                .. calibration.Graph.Tensors.Select(
                    t => equaliser.constants.TryGetValue(t.Index, out var values) ? t with { Constant = LittleEndian.Bytes(values) } : t),
            ],
        };
    }

    // A convolution whose output only another one reads, with weights that nothing else uses.
    private List<(Operator First, Operator Second)> FindPairs()
    {
        var pairs = new List<(Operator First, Operator Second)>();
        foreach (var second in graph.Operators.Where(IsConvolution))
        {
            var first = graph.Operators.FirstOrDefault(step => step.Output == second.Inputs[0]);
            if (first is null || !IsConvolution(first) || first.Inputs.Length < 3 || first.Inputs[2] < 0 || graph.Outputs.Contains(first.Output)) continue;
            if (graph.Operators.Count(step => step.Inputs.Contains(first.Output)) != 1) continue;
            if (second is DepthwiseConv2D { DepthMultiplier: not 1 }) continue;
            if (ActivationOf(first) == Activation.ReluN1To1) continue;
            int[] used = [first.Inputs[1], first.Inputs[2], second.Inputs[1]];
            if (used.All(IsUsedOnce)) pairs.Add((first, second));
        }

        return pairs;
    }

    private bool IsUsedOnce(int tensor) =>
        graph.Tensors[tensor] is { Type: ElementType.Float32, Constant: not null } && graph.Operators.Sum(step => step.Inputs.Count(i => i == tensor)) == 1;

    private static bool IsConvolution(Operator step) => step is Conv2D or DepthwiseConv2D;

    private static Activation ActivationOf(Operator step) => step switch
    {
        Conv2D conv => conv.Activation,
        DepthwiseConv2D depthwise => depthwise.Activation,
        _ => Activation.None,
    };

    // The least and the greatest factor that a channel's output may still be divided by.
    private Bounds[] Unconstrained(Operator first)
    {
        var maxima = calibration.ChannelMaxima(first.Output) ?? [];
        return Array.ConvertAll(maxima, maximum =>
            ActivationOf(first) != Activation.Relu6 ? new Bounds(1 / LargestFactor, LargestFactor)
            : maximum >= Relu6Bound * Headroom ? new Bounds(1, 1)
            : new Bounds(Math.Max(maximum / (Relu6Bound * Headroom), 1 / LargestFactor), LargestFactor));
    }

    private void Equalise(Operator first, Operator second, Bounds[] bounds)
    {
        var (weights, bias, readers) = (constants[first.Inputs[1]], constants[first.Inputs[2]], constants[second.Inputs[1]]);
        var channels = bounds.Length;
        for (var c = 0; c < channels; c++)
        {
            var written = Greatest(weights, Outputs(first, weights.Length, channels, c));
            var read = Greatest(readers, Every(readers.Length, channels, c));
            if (written == 0 || read == 0) continue;
            var factor = Math.Clamp(Math.Sqrt(written / read), bounds[c].Least, bounds[c].Most);
            bounds[c] = new Bounds(bounds[c].Least / factor, bounds[c].Most / factor);
            foreach (var i in Outputs(first, weights.Length, channels, c)) weights[i] = (float)(weights[i] / factor);
            bias[c] = (float)(bias[c] / factor);
            foreach (var i in Every(readers.Length, channels, c)) readers[i] = (float)(readers[i] * factor);
        }
    }

    // The weights that make a channel: a block of OHWI, or every one of 1HWC at its place.
    private static IEnumerable<int> Outputs(Operator step, int length, int channels, int channel) =>
        step is DepthwiseConv2D ? Every(length, channels, channel) : Enumerable.Range(channel * (length / channels), length / channels);

    private static IEnumerable<int> Every(int length, int step, int first)
    {
        for (var i = first; i < length; i += step) yield return i;
    }

    private static double Greatest(float[] values, IEnumerable<int> indices) => indices.Max(i => Math.Abs((double)values[i]));

    private readonly record struct Bounds(double Least, double Most);
}
