using GpuNet.Graphs;
using GpuNet.Import;

namespace GpuNet.Export;

/// <summary>An operator as a file has it.</summary>
/// <param name="Code">Which builtin operator.</param>
/// <param name="Version">The version that an interpreter must have.</param>
/// <param name="OptionsType">The schema's BuiltinOptions code; 0 where there are no options.</param>
/// <param name="Options">The table of its options.</param>
internal sealed record OperatorEncoding(BuiltinOperator Code, int Version, int OptionsType, FlatBufferTableBuilder? Options)
{
    // Tables without a field that GpuNet reads; other readers ask that they be there.
    private const int QuantizeOptions = 89;
    private const int DequantizeOptions = 38;
    private const int PadOptions = 22;
    private const int SqueezeOptions = 30;
    private const int HardSwishOptions = 91;

    private static readonly SchemaField SqueezeDimensions = new(0, "squeeze_dims");

    /// <summary>Encodes an operator of a graph.</summary>
    public static OperatorEncoding Of(Operator step, Graph graph)
    {
        var code = CodeOf(step);
        return new OperatorEncoding(code, OperatorVersions.Of(step, code, graph), OptionsTypeOf(code), OptionsOf(step, graph));
    }

    private static BuiltinOperator CodeOf(Operator step) => step switch
    {
        Conv2D => BuiltinOperator.Conv2D,
        DepthwiseConv2D => BuiltinOperator.DepthwiseConv2D,
        FullyConnected => BuiltinOperator.FullyConnected,
        Pool2D pool => pool.Kind == PoolKind.Average ? BuiltinOperator.AveragePool2D : BuiltinOperator.MaxPool2D,
        Binary { Kind: BinaryKind.Add } => BuiltinOperator.Add,
        Binary { Kind: BinaryKind.Sub } => BuiltinOperator.Sub,
        Binary { Kind: BinaryKind.Mul } => BuiltinOperator.Mul,
        Unary { Kind: UnaryKind.Relu } => BuiltinOperator.Relu,
        Unary { Kind: UnaryKind.Relu6 } => BuiltinOperator.Relu6,
        Unary { Kind: UnaryKind.Logistic } => BuiltinOperator.Logistic,
        Unary { Kind: UnaryKind.HardSwish } => BuiltinOperator.HardSwish,
        Softmax => BuiltinOperator.Softmax,
        Pad => BuiltinOperator.Pad,
        Mean => BuiltinOperator.Mean,
        Concatenation => BuiltinOperator.Concatenation,
        Resize resize => resize.Kind == ResizeKind.Bilinear ? BuiltinOperator.ResizeBilinear : BuiltinOperator.ResizeNearestNeighbor,
        Reshape reshape => reshape.IsSqueeze ? BuiltinOperator.Squeeze : BuiltinOperator.Reshape,
        ArgMax => BuiltinOperator.ArgMax,
        Quantize => BuiltinOperator.Quantize,
        Dequantize => BuiltinOperator.Dequantize,
        _ => throw new UnsupportedModelException($"{step} cannot be written."),
    };

    private static int OptionsTypeOf(BuiltinOperator code) => code switch
    {
        BuiltinOperator.Quantize => QuantizeOptions,
        BuiltinOperator.Dequantize => DequantizeOptions,
        BuiltinOperator.Pad => PadOptions,
        BuiltinOperator.Squeeze => SqueezeOptions,
        BuiltinOperator.HardSwish => HardSwishOptions,
        _ => BuiltinOperators.OptionsTypeOf(code),
    };

    private static FlatBufferTableBuilder? OptionsOf(Operator step, Graph graph)
    {
        var table = new FlatBufferTableBuilder();
        return step switch
        {
            Conv2D conv => table
                .Byte(TfLiteSchema.Conv2DOptions.Padding, (int)conv.Padding)
                .Int32(TfLiteSchema.Conv2DOptions.StrideW, conv.StrideX)
                .Int32(TfLiteSchema.Conv2DOptions.StrideH, conv.StrideY)
                .Byte(TfLiteSchema.Conv2DOptions.Activation, CodeOf(conv.Activation))
                .Int32(TfLiteSchema.Conv2DOptions.DilationW, conv.DilationX, byDefault: 1)
                .Int32(TfLiteSchema.Conv2DOptions.DilationH, conv.DilationY, byDefault: 1),
            DepthwiseConv2D depthwise => table
                .Byte(TfLiteSchema.DepthwiseConv2DOptions.Padding, (int)depthwise.Padding)
                .Int32(TfLiteSchema.DepthwiseConv2DOptions.StrideW, depthwise.StrideX)
                .Int32(TfLiteSchema.DepthwiseConv2DOptions.StrideH, depthwise.StrideY)
                .Int32(TfLiteSchema.DepthwiseConv2DOptions.DepthMultiplier, depthwise.DepthMultiplier)
                .Byte(TfLiteSchema.DepthwiseConv2DOptions.Activation, CodeOf(depthwise.Activation))
                .Int32(TfLiteSchema.DepthwiseConv2DOptions.DilationW, depthwise.DilationX, byDefault: 1)
                .Int32(TfLiteSchema.DepthwiseConv2DOptions.DilationH, depthwise.DilationY, byDefault: 1),
            FullyConnected dense => table
                .Byte(TfLiteSchema.FullyConnectedOptions.Activation, CodeOf(dense.Activation))
                .Bool(TfLiteSchema.FullyConnectedOptions.KeepNumDims, dense.KeepDimensions),
            Pool2D pool => table
                .Byte(TfLiteSchema.Pool2DOptions.Padding, (int)pool.Padding)
                .Int32(TfLiteSchema.Pool2DOptions.StrideW, pool.StrideX)
                .Int32(TfLiteSchema.Pool2DOptions.StrideH, pool.StrideY)
                .Int32(TfLiteSchema.Pool2DOptions.FilterW, pool.FilterX)
                .Int32(TfLiteSchema.Pool2DOptions.FilterH, pool.FilterY)
                .Byte(TfLiteSchema.Pool2DOptions.Activation, CodeOf(pool.Activation)),
            Binary binary => table.Byte(TfLiteSchema.BinaryOptions.Activation, CodeOf(binary.Activation)),
            Softmax softmax => table.Single(TfLiteSchema.SoftmaxOptions.Beta, softmax.Beta),
            Mean mean => table.Bool(TfLiteSchema.ReducerOptions.KeepDims, mean.KeepDimensions),
            Concatenation concatenation => table
                .Int32(TfLiteSchema.ConcatenationOptions.Axis, concatenation.Axis)
                .Byte(TfLiteSchema.ConcatenationOptions.Activation, CodeOf(concatenation.Activation)),
            Resize { Kind: ResizeKind.Bilinear } resize => table
                .Bool(TfLiteSchema.ResizeBilinearOptions.AlignCorners, resize.AlignCorners)
                .Bool(TfLiteSchema.ResizeBilinearOptions.HalfPixelCenters, resize.HalfPixelCenters),
            Resize resize => table
                .Bool(TfLiteSchema.ResizeNearestNeighborOptions.AlignCorners, resize.AlignCorners)
                .Bool(TfLiteSchema.ResizeNearestNeighborOptions.HalfPixelCenters, resize.HalfPixelCenters),
            Reshape { IsSqueeze: true } squeeze => table.Vector(
                SqueezeDimensions, FlatBufferVectorBytes.Of(Squeezed(graph.Tensors[squeeze.Inputs[0]].Shape, graph.Tensors[squeeze.Output].Shape))),
            Reshape reshape => table.Vector(
                TfLiteSchema.ReshapeOptions.NewShape, FlatBufferVectorBytes.Of(graph.Tensors[reshape.Output].Shape.Extents)),
            ArgMax argMax => table.Byte(TfLiteSchema.ArgMaxOptions.OutputType, TensorTypes.ToCode(graph.Tensors[argMax.Output].Type)),
            Pad or Quantize or Dequantize or Unary { Kind: UnaryKind.HardSwish } => table,
            _ => null,
        };
    }

    /// <summary>The schema's ActivationFunctionType.</summary>
    private static int CodeOf(Activation activation) => activation switch
    {
        Activation.Relu => 1,
        Activation.ReluN1To1 => 2,
        Activation.Relu6 => 3,
        _ => 0,
    };

    // Without a list, every extent of 1 would go: the batch too.
    private static List<int> Squeezed(Shape from, Shape to)
    {
        var axes = new List<int>();
        for (var axis = 0; axis < from.Rank; axis++)
        {
            var kept = axis - axes.Count;
            if (kept >= to.Rank || from[axis] != to[kept]) axes.Add(axis);
        }

        return axes;
    }
}
