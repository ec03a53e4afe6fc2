using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>What CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED ask of weights and bias.</summary>
internal static class WeightRules
{
    // The interpreter that models are made for allows a bias scale to be off by this part of an output step.
    private const double BiasScaleTolerance = 0.02;

    /// <summary>Checks types, scales and the bias's length.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="outputChannels">Output channels.</param>
    /// <param name="channelAxis">The axis of the weights that several scales may run along; null where one is all there may be.</param>
    public static void Check(OperatorSource source, int outputChannels, int? channelAxis)
    {
        var input = source.Input(0);
        var weights = source.Input(1);
        var bias = source.OptionalInput(2);
        source.RequireActivation(input, "input");
        source.RequireActivation(source.Result, "output");
        source.RequireSameType(input, source.Result);
        if (weights.Type != input.Type)
            throw source.Unsupported($"its input is {input.Type} and its weights, {weights}, are {weights.Type}; both must be of one type");
        source.RequireFixed(weights, "weights");
        if (bias is not null) CheckBias(source, bias, input, outputChannels);
        if (input.IsByte()) CheckScales(source, input, weights, bias, channelAxis);
    }

    private static void CheckBias(OperatorSource source, Tensor bias, Tensor input, int outputChannels)
    {
        var expected = input.IsByte() ? ElementType.Int32 : ElementType.Float32;
        if (bias.Type != expected) throw source.Unsupported($"its bias, {bias}, is not of type {expected}");
        if (bias.Shape.ElementCount != outputChannels) throw source.Malformed($"its bias, {bias}, does not have {outputChannels} elements");
        source.RequireFixed(bias, "bias");
    }

    private static void CheckScales(OperatorSource source, Tensor input, Tensor weights, Tensor? bias, int? channelAxis)
    {
        var quantisation = weights.Quantisation!;
        var isPerChannel = quantisation.Scales.Length > 1;
        if (isPerChannel && (weights.Type != ElementType.Int8 || quantisation.Axis != channelAxis))
        {
            throw source.Unsupported(
                $"its weights, {weights}, have {quantisation.Scales.Length} scales along axis {quantisation.Axis}, which is not supported there");
        }

        source.Charge((long)quantisation.Scales.Length * sizeof(float));
        var isSymmetric = weights.Type == ElementType.Int8 && channelAxis is not null;
        for (var i = 0; i < quantisation.Scales.Length; i++)
        {
            if (isSymmetric && quantisation.ZeroPoints[i] != 0)
                throw source.Unsupported($"its weights, {weights}, have the zero-point {quantisation.ZeroPoints[i]}, and Int8 weights are symmetric");
            var product = channelAxis is null || weights.Type == ElementType.UInt8
                ? input.Scale() * quantisation.Scales[i]
                : (double)input.Scale() * quantisation.Scales[i];
            source.RequireMultiplier(product / source.Result.Scale(), source.Result);
        }

        if (isPerChannel || bias?.Quantisation is not { Scales.Length: 1 }) return;
        var expected = (double)input.Scale() * weights.Scale();
        if (Math.Abs(expected - bias.Scale()) / source.Result.Scale() > BiasScaleTolerance)
            throw source.Malformed($"its bias, {bias}, has the scale {bias.Scale()}, and input and weights give {expected}");
    }
}
