using GpuNet.Export;
using GpuNet.Graphs;

namespace GpuNet.Quantising;

/// <summary>
/// Makes biases take back the mean error of a quantised network, layer by layer from the front: where an output channel's mean is
/// W E[x] for floats and W' E[x'] for integers, its bias grows by the difference. E[x'] is seen by running the layers before, whose
/// biases are corrected already.
/// </summary>
/// <param name="calibration">The float network and what it has held.</param>
/// <param name="observe">Runs a network over the calibration images and gives the mean of each channel of its output.</param>
internal sealed class BiasCorrection(Calibration calibration, Func<Graph, double[]> observe)
{
    /// <summary>The layers of a network that have a bias to correct.</summary>
    public static IReadOnlyList<Operator> Layers(Graph graph) =>
        [.. graph.Operators.Where(step => step is Conv2D or DepthwiseConv2D or FullyConnected && step.Inputs.Length > 2 && step.Inputs[2] >= 0)];

    /// <summary>The quantised network with corrected biases.</summary>
    /// <param name="quantised">The quantised form of the calibrated network, with the same tensors.</param>
    public Graph Run(Graph quantised)
    {
        foreach (var step in Layers(quantised))
        {
            if (calibration.ChannelMeans(step.Inputs[0]) is not { } expected) continue;

            // The image itself has no layer before it.
            var actual = quantised.Inputs.Contains(step.Inputs[0]) ? expected : observe(GraphSlice.UpTo(quantised, step.Inputs[0]));
            quantised = Correct(quantised, step, expected, actual);
        }

        return quantised;
    }

    private Graph Correct(Graph quantised, Operator step, double[] expected, double[] actual)
    {
        var weights = LittleEndian.Singles(calibration.Graph.Tensors[step.Inputs[1]].Constant!.Read().Span);
        var rounded = quantised.Tensors[step.Inputs[1]];
        var bias = quantised.Tensors[step.Inputs[2]];
        var values = LittleEndian.Int32s(bias.Constant!.Read().Span);
        var errors = new double[values.Length];
        var isDepthwise = step is DepthwiseConv2D;
        for (var i = 0; i < weights.Length; i++)
        {
            var output = isDepthwise ? i % errors.Length : i / (weights.Length / errors.Length);
            var input = isDepthwise ? output * expected.Length / errors.Length : i % expected.Length;
            errors[output] += (weights[i] * expected[input]) - (RealValue(rounded, i, output) * actual[input]);
        }

        for (var i = 0; i < values.Length; i++)
        {
            var scale = bias.Quantisation!.Scales[bias.Quantisation.Scales.Length == 1 ? 0 : i];
            values[i] = (int)Math.Clamp(Math.Round(values[i] + (errors[i] / scale), MidpointRounding.AwayFromZero), int.MinValue, int.MaxValue);
        }

        return quantised with { Tensors = quantised.Tensors.SetItem(bias.Index, bias with { Constant = LittleEndian.Bytes(values) }) };
    }

    private static double RealValue(Tensor weights, int index, int output)
    {
        var quantisation = weights.Quantisation!;
        var channel = quantisation.Scales.Length == 1 ? 0 : output;
        var stored = weights.Constant!.Read().Span[index];
        return quantisation.Scales[channel] * ((weights.Type == ElementType.Int8 ? (sbyte)stored : stored) - quantisation.ZeroPoints[channel]);
    }
}
