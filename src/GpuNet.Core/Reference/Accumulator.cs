using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>
/// How the sums of CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED are made from a tensor's elements and turned into results.
/// </summary>
/// <typeparam name="T">float, or int for both 8-bit types.</typeparam>
/// <param name="Input">The input's elements, less their zero-point.</param>
/// <param name="Weights">The weights' elements, less their zero-point.</param>
/// <param name="Finish">The result for an output channel and its sum: bias, scale, activation.</param>
internal sealed record Accumulator<T>(T[] Input, T[] Weights, Func<int, T, T> Finish);

/// <summary>Makes accumulators of an operator with input, weights and bias.</summary>
internal static class Accumulators
{
    /// <summary>Float32: the bias is added last, then the activation applies.</summary>
    public static Accumulator<float> Floats(TensorStore store, Operator step, Activation activation)
    {
        var bounds = QuantisedTensors.FloatBounds(activation);
        var bias = Bias(step) is >= 0 and var index ? store.Floats(index).ToArray() : null;
        return new Accumulator<float>(
            store.Floats(step.Inputs[0]).ToArray(),
            store.Floats(step.Inputs[1]).ToArray(),
            (channel, sum) => bounds.Clamp(bias is null ? sum : sum + bias[channel]));
    }

    /// <summary>UInt8 or Int8: bias, requantisation to the output's scale, its zero-point, the activation's bounds.</summary>
    public static Accumulator<int> Integers(TensorStore store, Operator step, Activation activation)
    {
        var (input, weights, output) = (store[step.Inputs[0]], store[step.Inputs[1]], store[step.Output]);
        var bias = Bias(step) is >= 0 and var index ? store.Integers(index) : null;
        var multipliers = Multipliers(step, input, weights, output);
        var bounds = output.ActivationBounds(activation);
        var zeroPoint = output.ZeroPoint();
        return new Accumulator<int>(
            store.Integers(input.Index, input.ZeroPoint()),
            store.Integers(weights.Index, weights.ZeroPoint()),
            (channel, sum) =>
            {
                var total = bias is null ? sum : sum + bias[channel];
                var multiplier = multipliers[multipliers.Length == 1 ? 0 : channel];
                return bounds.Clamp(FixedPoint.Requantise(total, multiplier) + zeroPoint);
            });
    }

    /// <summary>
    /// The order of rounding matters in the last bit: UInt8, and FULLY_CONNECTED of either type, round the product of the scales
    /// to a float first; Int8 convolutions compute in double throughout.
    /// </summary>
    private static QuantisedMultiplier[] Multipliers(Operator step, Tensor input, Tensor weights, Tensor output)
    {
        var roundsProduct = input.Type == ElementType.UInt8 || step is FullyConnected;
        var scales = weights.Quantisation!.Scales;
        var multipliers = new QuantisedMultiplier[scales.Length];
        for (var i = 0; i < multipliers.Length; i++)
        {
            var product = roundsProduct ? input.Scale() * scales[i] : (double)input.Scale() * scales[i];
            multipliers[i] = FixedPoint.QuantiseMultiplier(product / output.Scale());
        }

        return multipliers;
    }

    private static int Bias(Operator step) => step.Inputs.Length > 2 ? step.Inputs[2] : -1;
}
