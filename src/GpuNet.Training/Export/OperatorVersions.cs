using GpuNet.Graphs;
using GpuNet.Import;

namespace GpuNet.Export;

/// <summary>
/// The least version of each operator that TensorFlow Lite must have to run it: the rules of its own converter
/// (lite/tools/versioning), for the types that GpuNet has.
/// </summary>
internal static class OperatorVersions
{
    /// <summary>The version of an operator in a graph.</summary>
    public static int Of(Operator step, BuiltinOperator code, Graph graph)
    {
        var input = graph.Tensors[step.Inputs[0]];
        var output = graph.Tensors[step.Output];
        var isInt8 = input.Type == ElementType.Int8;
        return step switch
        {
            Conv2D => isInt8 ? 3 : 1,
            DepthwiseConv2D depthwise => isInt8 ? 3 : depthwise is { DilationX: 1, DilationY: 1 } ? 1 : 2,
            FullyConnected dense => HasNoBias(dense) ? 6 : dense.KeepDimensions ? 5 : isInt8 ? 4 : 1,
            Binary { Kind: BinaryKind.Mul } => MultiplicationVersion(step, graph, output, isInt8),
            Unary { Kind: UnaryKind.HardSwish } => 1,
            Unary { Kind: UnaryKind.Relu } => isInt8 || input.Type == ElementType.UInt8 ? 2 : 1,
            Resize resize => ResizeVersion(resize, isInt8),
            Dequantize => DequantizeVersion(input),
            // Version 1 takes floats only.
            Quantize => input.Type == ElementType.Float32 ? 1 : 2,
            Reshape => 1,
            _ => isInt8 && code != BuiltinOperator.Squeeze ? 2 : 1,
        };
    }

    private static bool HasNoBias(FullyConnected dense) => dense.Inputs.Length < 3 || dense.Inputs[2] < 0;

    // Factors above 1 came with version 3.
    private static int MultiplicationVersion(Operator step, Graph graph, Tensor output, bool isInt8)
    {
        if (output.Quantisation is { } result && graph.Tensors[step.Inputs[0]].Quantisation is { } first
            && graph.Tensors[step.Inputs[1]].Quantisation is { } second && first.Scales[0] * second.Scales[0] / result.Scales[0] >= 1)
            return 3;
        return isInt8 ? 2 : 1;
    }

    private static int ResizeVersion(Resize resize, bool isInt8)
    {
        var isNewer = resize.HalfPixelCenters || (resize.Kind == ResizeKind.NearestNeighbor && resize.AlignCorners);
        return isNewer ? 3 : isInt8 ? 2 : 1;
    }

    private static int DequantizeVersion(Tensor input) => input.Type switch
    {
        ElementType.Float16 => 3,
        ElementType.Int8 => input.Quantisation!.Scales.Length > 1 ? 5 : 2,
        _ => 1,
    };
}
