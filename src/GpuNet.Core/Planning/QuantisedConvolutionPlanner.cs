using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using GpuNet.Tuning;
using Conv2D = GpuNet.Graphs.Conv2D;
using DepthwiseConv2D = GpuNet.Graphs.DepthwiseConv2D;
using FullyConnected = GpuNet.Graphs.FullyConnected;

namespace GpuNet.Planning;

/// <summary>Plans CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED of bytes.</summary>
internal static class QuantisedConvolutionPlanner
{
    public static void Plan(PlanBuilder builder, Conv2D op)
    {
        var input = builder.Extents(op.Inputs[0]);
        var output = builder.Extents(op.Output);
        var shape = builder.Graph.Tensors[op.Inputs[1]].Shape;
        var window = Window.Of(
            op.Padding, input, output, shape[2], shape[1], op.StrideX, op.StrideY, op.DilationX, op.DilationY);
        if (!window.IsPointwise) builder.RequireRounds(window.RoundsOf(input.Slices));
        var factors = Factors(builder, op, output.Channels);
        var isExactInFloats = QuantisedWeights.ResultsAreShort(factors, Bias(builder, op), (long)window.Taps * shape[3])
            && QuantisedWeights.SumsFitFloats(
                () => builder.Constants.SignedBytes(op.Inputs[1]), builder.Quantisation(op.Inputs[1]).ZeroPoint, window.Taps, shape[3]);
        var way = builder.Choose(Tiles.QuantisedConvolution(builder.Options, window, input, output, isExactInFloats));
        var (kernel, tile) = (way.Kernel, way.Tile);
        var isInFloats = kernel == QuantisedPointwiseConv2D.Descriptor || kernel == QuantisedFloatConv2D.Descriptor;
        if (isInFloats) factors = FixedPointFactor.ToShort(factors);
        var weights = Weights(builder, op, factors, window.Taps, shape[3], isTransposed: isInFloats);
        var source = builder.Source(op.Inputs[0]);
        var destination = builder.Destination(op.Output);
        var range = builder.Quantisation(op.Output).RangeOf(op.Activation);
        var outside = builder.Quantisation(op.Inputs[0]).ZeroWord;
        var weightsZeroPoint = builder.Quantisation(op.Inputs[1]).ZeroPoint;
        if (kernel == QuantisedPointwiseConv2D.Descriptor)
        {
            builder.Run(
                new QuantisedPointwiseConv2D(
                    source, weights, destination, input.Slices, output.Slices, weightsZeroPoint, range, tile.X, tile.Slices),
                tile.PixelGridOf(destination));
        }
        else if (kernel == QuantisedFullyConnected.Descriptor)
        {
            builder.RunGroups(
                new QuantisedFullyConnected(source, weights, destination, input.Slices, output.Slices, weightsZeroPoint, range),
                new GridSize(1, destination.Layers));
        }
        else if (kernel == QuantisedFloatConv2D.Descriptor)
        {
            builder.Run(
                new QuantisedFloatConv2D(
                    source, weights, destination, input.Slices, output.Slices, window, outside, weightsZeroPoint, range, tile.X, tile.Slices),
                tile.GridOf(destination));
        }
        else
        {
            builder.Run(
                new QuantisedConv2D(
                    source, weights, destination, input.Slices, output.Slices, window, outside, weightsZeroPoint, range, tile.X),
                tile.GridOf(destination));
        }
    }

    public static void Plan(PlanBuilder builder, DepthwiseConv2D op)
    {
        var input = builder.Extents(op.Inputs[0]);
        var output = builder.Extents(op.Output);
        var shape = builder.Graph.Tensors[op.Inputs[1]].Shape;
        var window = Window.Of(
            op.Padding, input, output, shape[2], shape[1], op.StrideX, op.StrideY, op.DilationX, op.DilationY);
        builder.RequireRounds(window.RoundsOf());
        var channels = $"{builder.Graph.Tensors[op.Inputs[1]].Name}, channels";
        var weights = builder.Constant(
            op.Inputs[1],
            QuantisedWeights.DepthwiseExtents(output.Channels, window.Taps),
            wordsOfTexel: 1,
            () => QuantisedWeights.PackDepthwise(builder.Constants.SignedBytes(op.Inputs[1]), output.Channels, window.Taps));
        var source = builder.Source(op.Inputs[0]);
        var destination = builder.Destination(op.Output);
        var factors = Factors(builder, op, output.Channels);
        var isShort = QuantisedWeights.ResultsAreShort(factors, Bias(builder, op), window.Taps);
        IReadOnlyList<LayerCandidate> ways = input.Channels == output.Channels && isShort
            ? Tiles.Depthwise(builder.Options, window, output, QuantisedDepthwiseConv2D3x3.Descriptor, QuantisedDepthwiseConv2D.Descriptor)
            : [new LayerCandidate(QuantisedDepthwiseConv2D.Descriptor, Tiles.Window(output), builder.Options.Storage)];
        var way = builder.Choose(ways);
        if (way.Kernel == QuantisedDepthwiseConv2D3x3.Descriptor)
        {
            var bias = QuantisedWeights.FoldedDepthwiseBias(
                Bias(builder, op),
                builder.Constants.SignedBytes(op.Inputs[1]),
                output.Channels,
                builder.Quantisation(op.Inputs[1]).ZeroPoint,
                builder.Quantisation(op.Inputs[0]).ZeroPoint);
            builder.Run(
                new QuantisedDepthwiseConv2D3x3(
                    source,
                    weights,
                    builder.Constant(channels, QuantisedWeights.PackChannels(bias, FixedPointFactor.ToShort(factors))),
                    destination,
                    output.Slices,
                    window.PadX,
                    window.PadY,
                    builder.Quantisation(op.Inputs[0]).ZeroWord,
                    builder.Quantisation(op.Inputs[1]).ZeroPoint,
                    builder.Quantisation(op.Output).RangeOf(op.Activation),
                    window.StrideX,
                    Tiles.DepthwiseTileX,
                    Tiles.DepthwiseTileY(window.StrideX)),
                WindowTiles.GridOf(destination, Tiles.DepthwiseTileX, Tiles.DepthwiseTileY(window.StrideX)));
            return;
        }

        var tile = way.Tile;
        builder.Run(
            new QuantisedDepthwiseConv2D(
                source,
                weights,
                builder.Constant(channels, QuantisedWeights.PackChannels(Bias(builder, op), factors)),
                destination,
                input.Slices,
                output.Slices,
                input.Channels,
                output.Channels / input.Channels,
                window,
                builder.Quantisation(op.Inputs[0]).ZeroPoint,
                builder.Quantisation(op.Inputs[1]).ZeroPoint,
                builder.Quantisation(op.Output).RangeOf(op.Activation),
                tile.X),
            tile.GridOf(destination));
    }

    public static void Plan(PlanBuilder builder, FullyConnected op)
    {
        var shape = builder.Graph.Tensors[op.Inputs[1]].Shape;
        var (outputs, inputs) = (shape[0], shape[1]);
        var weights = Weights(builder, op, Factors(builder, op, outputs), 1, inputs);
        var batch = checked((int)(builder.Graph.Tensors[op.Output].Shape.ElementCount / outputs));
        var source = MovementPlanner.As(builder, op.Inputs[0], new NhwcExtents(batch, 1, 1, inputs));
        var extents = new NhwcExtents(batch, 1, 1, outputs);
        var isFinal = builder.Extents(op.Output) == extents;
        var destination = isFinal
            ? builder.Destination(op.Output)
            : builder.Activation(builder.Graph.Tensors[op.Output].Name, extents, TexelFormat.Int8);
        builder.RunGroups(
            new QuantisedFullyConnected(
                source,
                weights,
                destination,
                Slices.Of(inputs),
                extents.Slices,
                builder.Quantisation(op.Inputs[1]).ZeroPoint,
                builder.Quantisation(op.Output).RangeOf(op.Activation)),
            new GridSize(1, destination.Layers));
        if (!isFinal) MovementPlanner.Reshape(builder, destination, outputs, op.Output);
    }

    /// <summary>
    /// From a sum to the output's scale, for each output channel. Unsigned convolutions and FULLY_CONNECTED round the product of the
    /// two scales to a float first, signed convolutions do not: it matters in the last bit.
    /// </summary>
    private static FixedPointFactor[] Factors(PlanBuilder builder, Operator op, int channels)
    {
        var input = builder.Quantisation(op.Inputs[0]).Scale;
        var output = (double)builder.Quantisation(op.Output).Scale;
        var scales = builder.Graph.Tensors[op.Inputs[1]].Quantisation!.Scales;
        var isRoundedFirst = op is FullyConnected || builder.Graph.Tensors[op.Inputs[0]].Type == ElementType.UInt8;
        var factors = new FixedPointFactor[channels];
        for (var c = 0; c < channels; c++)
        {
            var scale = scales[scales.Length == 1 ? 0 : c];
            var product = isRoundedFirst ? (double)(input * scale) : (double)input * scale;
            factors[c] = FixedPointFactor.Of(product / output);
        }

        return factors;
    }

    private static DeviceTensor Weights(PlanBuilder builder, Operator op, FixedPointFactor[] factors, int taps, int inputChannels, bool isTransposed = false)
    {
        var zeroPoint = builder.Quantisation(op.Inputs[1]).ZeroPoint;
        var inputZeroPoint = builder.Quantisation(op.Inputs[0]).ZeroPoint;
        var bias = Bias(builder, op);
        return builder.Constant(
            op.Inputs[1],
            QuantisedWeights.Extents(factors.Length, taps, inputChannels),
            wordsOfTexel: 4,
            slices =>
            {
                var (first, count) = slices.ChannelsOf(factors.Length);
                using var rows = builder.Constants.Rows(op.Inputs[1], first, count);
                var biases = bias.Length == 0 ? [] : bias.AsSpan(first, count);
                var scales = factors.AsSpan(first, count);
                return isTransposed
                    ? QuantisedWeights.PackTransposed(rows.SignedBytes, zeroPoint, biases, scales, taps, inputChannels, inputZeroPoint)
                    : QuantisedWeights.Pack(rows.SignedBytes, zeroPoint, biases, scales, taps, inputChannels, inputZeroPoint);
            });
    }

    private static int[] Bias(PlanBuilder builder, Operator op) => op.Inputs.Length > 2 ? builder.Constants.Integers(op.Inputs[2]) : [];
}
