using GpuNet.Export;
using GpuNet.Graphs;

namespace GpuNet.Quantising;

/// <summary>Turns a network of floats into one of 8-bit integers, from its input to its output. Tensors keep their indices.</summary>
internal sealed class IntegerGraph
{
    private readonly Calibration calibration;
    private readonly QuantiseOptions options;
    private readonly ElementType type;
    private readonly Graph graph;
    private readonly Tensor[] tensors;

    private IntegerGraph(Calibration calibration, QuantiseOptions options)
    {
        this.calibration = calibration;
        this.options = options;
        graph = calibration.Graph;
        type = options.Type == QuantisedType.UInt8 ? ElementType.UInt8 : ElementType.Int8;
        tensors = [.. graph.Tensors];
    }

    /// <summary>Quantises a network that has been calibrated.</summary>
    /// <exception cref="UnsupportedModelException">Weights are no constants, or a tensor was never seen.</exception>
    public static Graph Make(Calibration calibration, QuantiseOptions options) => new IntegerGraph(calibration, options).Make();

    private Graph Make()
    {
        var activations = ActivationQuantisation.Choose(calibration, type, options.Percentile);
        for (var i = 0; i < tensors.Length; i++)
        {
            if (activations[i] is { } quantisation) tensors[i] = tensors[i] with { Type = type, Quantisation = quantisation };
        }

        foreach (var step in graph.Operators)
        {
            switch (step)
            {
                case Conv2D: QuantiseWeights(step, channelAxis: 0); break;
                case DepthwiseConv2D: QuantiseWeights(step, channelAxis: 3); break;
                case FullyConnected: QuantiseWeights(step, channelAxis: null); break;
                case Binary or Concatenation:
                    foreach (var input in step.Inputs) QuantiseOperand(input);
                    break;
                default: break;
            }
        }

        return graph with { Tensors = [.. tensors] };
    }

    private void QuantiseWeights(Operator step, int? channelAxis)
    {
        var weights = FloatConstant(step, step.Inputs[1], "weights");
        var shape = graph.Tensors[step.Inputs[1]].Shape;
        var channels = channelAxis is { } axis ? shape[axis] : shape[0];
        var isPerChannel = channelAxis is not null && type == ElementType.Int8 && options.PerChannel;
        var (bytes, quantisation) = isPerChannel
            ? WeightQuantiser.PerChannel(weights, channels, axisIsLast: channelAxis > 0, channelAxis!.Value)
            : WeightQuantiser.PerTensor(weights, type);
        tensors[step.Inputs[1]] = tensors[step.Inputs[1]] with { Type = type, Quantisation = quantisation, Constant = bytes };
        if (step.Inputs.Length < 3 || step.Inputs[2] < 0) return;
        var bias = FloatConstant(step, step.Inputs[2], "bias");
        var inputScale = tensors[step.Inputs[0]].Quantisation!.Scales[0];
        var (biasBytes, biasQuantisation) = WeightQuantiser.Bias(bias, inputScale, quantisation.Scales);
        tensors[step.Inputs[2]] = tensors[step.Inputs[2]] with { Type = ElementType.Int32, Quantisation = biasQuantisation, Constant = biasBytes };
    }

    // A constant that is added or multiplied is an activation that never changes.
    private void QuantiseOperand(int input)
    {
        if (tensors[input] is not { Type: ElementType.Float32, Constant: { } constant }) return;
        var values = LittleEndian.Singles(constant.Read().Span);
        var quantisation = new ValueRange(values.Min(), values.Max()).ToQuantisation(type);
        var least = type == ElementType.UInt8 ? 0 : -128;
        var bytes = Array.ConvertAll(values, value => unchecked((byte)(int)Math.Clamp(
            MathF.Round(value / quantisation.Scales[0], MidpointRounding.AwayFromZero) + quantisation.ZeroPoints[0], least, least + 255)));
        tensors[input] = tensors[input] with { Type = type, Quantisation = quantisation, Constant = bytes };
    }

    private float[] FloatConstant(Operator step, int tensor, string role) =>
        graph.Tensors[tensor] is { Type: ElementType.Float32, Constant: { } constant }
            ? LittleEndian.Singles(constant.Read().Span)
            : throw new UnsupportedModelException($"{step}: its {role}, {graph.Tensors[tensor]}, is no constant of floats and cannot be quantised.");
}
