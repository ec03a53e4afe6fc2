using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using GpuNet.Planning;
using GpuNet.Shaders;
using Conv2D = GpuNet.Kernels.Conv2D;
using DepthwiseConv2D = GpuNet.Kernels.DepthwiseConv2D;

namespace GpuNet.Backends.Tests;

/// <summary>A kernel whose structural parameters the planner chooses, and how a test forces them.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Layers">Layers that it computes.</param>
/// <param name="Pack">Packs a layer's weights.</param>
/// <param name="Allows">Whether a layer may be computed with these structural values.</param>
/// <param name="Create">The kernel for a layer, with these structural values, and its grid.</param>
internal sealed record TiledKernel(
    KernelDescriptor Kernel,
    Func<LayerFactory, IEnumerable<Layer>> Layers,
    Func<Layer, PackedTexels> Pack,
    Func<Layer, IReadOnlyList<int>, bool> Allows,
    Func<Layer, TiledKernel.Tensors, IReadOnlyList<int>, (IKernel Kernel, GridSize Grid)> Create)
{
    /// <summary>Every combination of structural values that was generated.</summary>
    public IEnumerable<IReadOnlyList<int>> Combinations =>
        Kernel.Variants.Select(variant => variant.Structural).DistinctBy(values => string.Join('-', values));

    /// <inheritdoc/>
    public override string ToString() => Kernel.Name;

    /// <summary>What a convolution binds.</summary>
    internal sealed record Tensors(DeviceTensor Source, DeviceTensor Weights, DeviceTensor Destination);
}

/// <summary>The kernels with structural parameters.</summary>
internal static class TiledKernels
{
    public static IReadOnlyList<TiledKernel> All { get; } =
    [
        new(
            Conv2D.Descriptor,
            factory => factory.Conv2D(),
            PackConvolution,
            (layer, values) => KeepsToImages(layer, values[1]),
            (layer, tensors, values) => (
                new Conv2D(
                    tensors.Source,
                    tensors.Weights,
                    tensors.Destination,
                    InputSlices(layer),
                    OutputSlices(layer),
                    WindowOf(layer),
                    RangeOf(layer),
                    values[0],
                    values[1]),
                new Tile(values[0], values[1]).GridOf(tensors.Destination))),
        new(
            DepthwiseConv2D.Descriptor,
            factory => factory.Depthwise(),
            PackDepthwise,
            (_, _) => true,
            (layer, tensors, values) => (
                new DepthwiseConv2D(
                    tensors.Source, tensors.Weights, tensors.Destination, OutputSlices(layer), WindowOf(layer), RangeOf(layer), values[0]),
                new Tile(values[0]).GridOf(tensors.Destination))),
        new(
            DepthwiseConv2D3x3.Descriptor,
            factory => factory.Depthwise3x3(),
            PackDepthwise,
            (layer, values) => WindowOf(layer).StrideX == values[0],
            (layer, tensors, values) => (
                new DepthwiseConv2D3x3(
                    tensors.Source,
                    tensors.Weights,
                    tensors.Destination,
                    OutputSlices(layer),
                    WindowOf(layer).PadX,
                    WindowOf(layer).PadY,
                    RangeOf(layer),
                    values[0],
                    values[1],
                    values[2]),
                WindowTiles.GridOf(tensors.Destination, values[1], values[2]))),
        new(
            PointwiseConv2D.Descriptor,
            factory => factory.Pointwise(),
            PackConvolution,
            (layer, values) => KeepsToImages(layer, values[1]),
            (layer, tensors, values) => (
                new PointwiseConv2D(
                    tensors.Source, tensors.Weights, tensors.Destination, InputSlices(layer), OutputSlices(layer), RangeOf(layer), values[0], values[1]),
                new Tile(values[0], values[1]).PixelGridOf(tensors.Destination))),
    ];

    // A tile's slices may not reach into the next image.
    private static bool KeepsToImages(Layer layer, int tileSlices) => layer.InputExtents.Batch == 1 || OutputSlices(layer) % tileSlices == 0;

    private static PackedTexels PackDepthwise(Layer layer) =>
        DepthwiseWeights.Pack(layer.Weights, layer.Bias, layer.WeightShape[3], layer.WeightShape[1] * layer.WeightShape[2]);

    private static int InputSlices(Layer layer) => layer.InputExtents.Slices;

    private static int OutputSlices(Layer layer) => layer.Output.Shape.ToNhwc().Slices;

    private static PackedTexels PackConvolution(Layer layer) => ConvolutionWeights.Pack(
        layer.Weights, layer.Bias, layer.WeightShape[0], layer.WeightShape[1] * layer.WeightShape[2], layer.WeightShape[3]);

    private static ActivationRange RangeOf(Layer layer) => ActivationRange.Of(layer.Operator switch
    {
        Graphs.Conv2D op => op.Activation,
        Graphs.DepthwiseConv2D op => op.Activation,
        _ => throw new ArgumentException($"{layer} is no convolution.", nameof(layer)),
    });

    private static Window WindowOf(Layer layer)
    {
        var (input, output, weights) = (layer.InputExtents, layer.Output.Shape.ToNhwc(), layer.WeightShape);
        return layer.Operator switch
        {
            Graphs.Conv2D op => Window.Of(
                op.Padding, input, output, weights[2], weights[1], op.StrideX, op.StrideY, op.DilationX, op.DilationY),
            Graphs.DepthwiseConv2D op => Window.Of(
                op.Padding, input, output, weights[2], weights[1], op.StrideX, op.StrideY, op.DilationX, op.DilationY),
            _ => throw new ArgumentException($"{layer} is no convolution.", nameof(layer)),
        };
    }
}
