using GpuNet.Graphs;
using Depthwise = GpuNet.Import.TfLiteSchema.DepthwiseConv2DOptions;
using Options = GpuNet.Import.TfLiteSchema.Conv2DOptions;

namespace GpuNet.Import.Operators;

/// <summary>CONV_2D and DEPTHWISE_CONV_2D.</summary>
internal static class ConvolutionImporter
{
    /// <summary>Input [N, H, W, I], weights [O, KH, KW, I], bias [O], output [N, OH, OW, O].</summary>
    public static Conv2D Conv2D(OperatorSource source)
    {
        source.RequireInputs(2, 3);
        var (input, weights) = (source.Input(0), source.Input(1));
        WindowImporter.RequireImage(source, input, "input");
        WindowImporter.RequireImage(source, weights, "weights");
        if (weights.Shape[3] != input.Shape[3])
        {
            throw input.Shape[3] % weights.Shape[3] == 0
                ? source.Unsupported($"{weights} on {input} is a grouped convolution, which is not supported")
                : source.Malformed($"its weights, {weights}, do not fit the channels of {input}");
        }

        WeightRules.Check(source, weights.Shape[0], channelAxis: 0);
        var options = source.Options;
        var padding = WindowImporter.ReadPadding(source, Options.Padding);
        var y = new WindowAxis("y", weights.Shape[1], options?.Int32(Options.StrideH) ?? 0, options?.Int32(Options.DilationH, 1) ?? 1);
        var x = new WindowAxis("x", weights.Shape[2], options?.Int32(Options.StrideW) ?? 0, options?.Int32(Options.DilationW, 1) ?? 1);
        WindowImporter.RequireOutput(source, input, padding, y, x, weights.Shape[0]);
        var activation = source.Activation(Options.Activation);
        source.RequireActivationRange(activation, source.Result);
        return new Conv2D(source.Index, source.Inputs, source.Output, padding, x.Stride, y.Stride, x.Dilation, y.Dilation, activation);
    }

    /// <summary>Input [N, H, W, C], weights [1, KH, KW, C * multiplier], bias [C * multiplier], output [N, OH, OW, C * multiplier].</summary>
    public static DepthwiseConv2D DepthwiseConv2D(OperatorSource source)
    {
        source.RequireInputs(2, 3);
        var (input, weights) = (source.Input(0), source.Input(1));
        WindowImporter.RequireImage(source, input, "input");
        WindowImporter.RequireImage(source, weights, "weights");
        var (inputChannels, channels) = (input.Shape[3], weights.Shape[3]);
        if (weights.Shape[0] != 1 || channels % inputChannels != 0)
            throw source.Malformed($"its weights, {weights}, do not fit the channels of {input}");
        var multiplier = channels / inputChannels;
        var options = source.Options;

        // The shapes say it all; old writers leave the option at 0.
        var declared = options?.Int32(Depthwise.DepthMultiplier) ?? 0;
        if (declared != 0 && declared != multiplier)
            throw source.Malformed($"its depth multiplier is {declared}, and {weights} on {input} makes it {multiplier}");

        WeightRules.Check(source, channels, channelAxis: 3);
        var padding = WindowImporter.ReadPadding(source, Depthwise.Padding);
        var y = new WindowAxis("y", weights.Shape[1], options?.Int32(Depthwise.StrideH) ?? 0, options?.Int32(Depthwise.DilationH, 1) ?? 1);
        var x = new WindowAxis("x", weights.Shape[2], options?.Int32(Depthwise.StrideW) ?? 0, options?.Int32(Depthwise.DilationW, 1) ?? 1);
        WindowImporter.RequireOutput(source, input, padding, y, x, channels);
        var activation = source.Activation(Depthwise.Activation);
        source.RequireActivationRange(activation, source.Result);
        return new DepthwiseConv2D(
            source.Index, source.Inputs, source.Output, padding, x.Stride, y.Stride, x.Dilation, y.Dilation, multiplier, activation);
    }
}
