using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using Conv2D = GpuNet.Graphs.Conv2D;
using DepthwiseConv2D = GpuNet.Graphs.DepthwiseConv2D;
using FullyConnected = GpuNet.Graphs.FullyConnected;

namespace GpuNet.Planning;

/// <summary>Plans CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED.</summary>
internal static class ConvolutionPlanner
{
    private static readonly NhwcExtents OnePixel = new(1, 1, 1, 1);

    public static void Plan(PlanBuilder builder, Conv2D op)
    {
        var input = builder.Extents(op.Inputs[0]);
        var output = builder.Extents(op.Output);
        var shape = builder.Graph.Tensors[op.Inputs[1]].Shape;
        var window = Window.Of(
            op.Padding, input, output, shape[2], shape[1], op.StrideX, op.StrideY, op.DilationX, op.DilationY);
        var weights = Weights(builder, op, output.Channels, window.Taps, shape[3]);
        var range = ActivationRange.Of(op.Activation);
        if (builder.BytesOf(op.Inputs[0]) is { } bytes)
        {
            builder.RequireRounds(window.RoundsOf(input.Slices));
            var ofBytes = builder.Choose(ByteConv2D.Descriptor, Tiles.Convolution(builder.Options, output));
            var result = builder.Destination(op.Output);
            builder.Run(
                new ByteConv2D(bytes.Source, weights, result, input.Slices, output.Slices, window, bytes.Scale, range, ofBytes.X, ofBytes.Slices),
                ofBytes.GridOf(result));
            return;
        }

        var source = builder.Source(op.Inputs[0]);
        var destination = builder.Destination(op.Output);
        if (window.IsPointwise && IsOnePixel(input) && IsOnePixel(output))
        {
            RunAsVector(builder, source, weights, destination, input.Slices, output, range);
            return;
        }

        if (window.IsPointwise)
        {
            var tile = builder.Choose(PointwiseConv2D.Descriptor, Tiles.Pointwise(builder.Options, output));
            builder.Run(
                new PointwiseConv2D(source, weights, destination, input.Slices, output.Slices, range, tile.X, tile.Slices),
                tile.PixelGridOf(destination));
            return;
        }

        builder.RequireRounds(window.RoundsOf(input.Slices));
        var wide = builder.Choose(Kernels.Conv2D.Descriptor, Tiles.Convolution(builder.Options, output));
        builder.Run(
            new Kernels.Conv2D(source, weights, destination, input.Slices, output.Slices, window, range, wide.X, wide.Slices),
            wide.GridOf(destination));
    }

    public static void Plan(PlanBuilder builder, DepthwiseConv2D op)
    {
        var input = builder.Extents(op.Inputs[0]);
        var output = builder.Extents(op.Output);
        var shape = builder.Graph.Tensors[op.Inputs[1]].Shape;
        var window = Window.Of(
            op.Padding, input, output, shape[2], shape[1], op.StrideX, op.StrideY, op.DilationX, op.DilationY);
        builder.RequireRounds(window.RoundsOf());
        var weights = DepthwiseConstant(builder, op, output.Channels, window);
        var source = builder.Source(op.Inputs[0]);
        var destination = builder.Destination(op.Output);
        var range = ActivationRange.Of(op.Activation);
        if (input.Channels != output.Channels)
        {
            var multiplier = output.Channels / input.Channels;
            builder.Run(
                new DepthMultiplierConv2D(source, weights, destination, input.Slices, output.Slices, multiplier, input.Channels, window, range),
                PlanBuilder.Grid(destination));
            return;
        }

        var way = builder.Choose(
            Tiles.Depthwise(builder.Options, window, output, DepthwiseConv2D3x3.Descriptor, Kernels.DepthwiseConv2D.Descriptor));
        if (way.Kernel == DepthwiseConv2D3x3.Descriptor)
        {
            builder.Run(
                new DepthwiseConv2D3x3(
                    source, weights, destination, output.Slices, window.PadX, window.PadY, range, window.StrideX, Tiles.DepthwiseTileX, Tiles.DepthwiseTileY(window.StrideX)),
                WindowTiles.GridOf(destination, Tiles.DepthwiseTileX, Tiles.DepthwiseTileY(window.StrideX)));
            return;
        }

        builder.Run(
            new Kernels.DepthwiseConv2D(source, weights, destination, output.Slices, window, range, way.Tile.X), way.Tile.GridOf(destination));
    }

    public static void Plan(PlanBuilder builder, FullyConnected op)
    {
        var shape = builder.Graph.Tensors[op.Inputs[1]].Shape;
        var (outputs, inputs) = (shape[0], shape[1]);
        var weights = Weights(builder, op, outputs, 1, inputs);
        var batch = checked((int)(builder.Graph.Tensors[op.Output].Shape.ElementCount / outputs));
        var source = MovementPlanner.As(builder, op.Inputs[0], OnePixel with { Batch = batch, Channels = inputs });
        var extents = OnePixel with { Batch = batch, Channels = outputs };
        var range = ActivationRange.Of(op.Activation);
        if (builder.Extents(op.Output) == extents)
        {
            RunAsVector(builder, source, weights, builder.Destination(op.Output), Slices.Of(inputs), extents, range);
            return;
        }

        // The operator keeps the dimensions of its input: compute as vectors, then give the result its extents.
        var vectors = builder.Activation(builder.Graph.Tensors[op.Output].Name, extents, builder.FormatOf(op.Output));
        RunAsVector(builder, source, weights, vectors, Slices.Of(inputs), extents, range);
        MovementPlanner.Reshape(builder, vectors, extents.Channels, op.Output);
    }

    /// <summary>Bias and weights of a depthwise convolution of floats.</summary>
    public static DeviceTensor DepthwiseConstant(PlanBuilder builder, DepthwiseConv2D op, int channels, Window window)
    {
        var bias = Bias(builder, op);
        return builder.Constant(
            op.Inputs[1],
            DepthwiseWeights.Extents(channels, window.Taps),
            () => DepthwiseWeights.Pack(builder.Constants.Floats(op.Inputs[1]), bias, channels, window.Taps));
    }

    /// <summary>Bias and weights of any other convolution of floats.</summary>
    public static DeviceTensor Weights(PlanBuilder builder, Operator op, int outputChannels, int taps, int inputChannels)
    {
        var bias = Bias(builder, op);
        return builder.Constant(
            op.Inputs[1],
            ConvolutionWeights.Extents(outputChannels, taps, inputChannels),
            slices =>
            {
                var (first, count) = slices.ChannelsOf(outputChannels);
                using var rows = builder.Constants.Rows(op.Inputs[1], first, count);
                return ConvolutionWeights.Pack(rows.Floats, bias.Length == 0 ? [] : bias.AsSpan(first, count), count, taps, inputChannels);
            });
    }

    private static bool IsOnePixel(NhwcExtents extents) => extents is { Width: 1, Height: 1 };

    private static void RunAsVector(
        PlanBuilder builder, DeviceTensor source, DeviceTensor weights, DeviceTensor destination, int inputSlices, NhwcExtents output, ActivationRange range)
    {
        if (Tiles.SharesOutSums(builder.Options))
        {
            builder.RunGroups(
                new Kernels.FullyConnected(source, weights, destination, inputSlices, output.Slices, range), new GridSize(1, destination.Layers));
            return;
        }

        var tile = new Tile(1);
        builder.Run(
            new PointwiseConv2D(source, weights, destination, inputSlices, output.Slices, range, tile.X, tile.Slices),
            tile.PixelGridOf(destination));
    }

    private static float[] Bias(PlanBuilder builder, Operator op) => op.Inputs.Length > 2 ? builder.Constants.Floats(op.Inputs[2]) : [];
}
