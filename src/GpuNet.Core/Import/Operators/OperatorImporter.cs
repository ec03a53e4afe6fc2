using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>Turns an operator's table into its record: one importer for each family, which checks types, shapes and scales.</summary>
internal static class OperatorImporter
{
    public static Operator Import(OperatorSource source) => source.Code switch
    {
        BuiltinOperator.Conv2D => ConvolutionImporter.Conv2D(source),
        BuiltinOperator.DepthwiseConv2D => ConvolutionImporter.DepthwiseConv2D(source),
        BuiltinOperator.FullyConnected => FullyConnectedImporter.Import(source),
        BuiltinOperator.AveragePool2D => PoolImporter.Import(source, PoolKind.Average),
        BuiltinOperator.MaxPool2D => PoolImporter.Import(source, PoolKind.Maximum),
        BuiltinOperator.Add => BinaryImporter.Import(source, BinaryKind.Add),
        BuiltinOperator.Sub => BinaryImporter.Import(source, BinaryKind.Sub),
        BuiltinOperator.Mul => BinaryImporter.Import(source, BinaryKind.Mul),
        BuiltinOperator.Relu => UnaryImporter.Import(source, UnaryKind.Relu),
        BuiltinOperator.Relu6 => UnaryImporter.Import(source, UnaryKind.Relu6),
        BuiltinOperator.Logistic => UnaryImporter.Import(source, UnaryKind.Logistic),
        BuiltinOperator.HardSwish => UnaryImporter.Import(source, UnaryKind.HardSwish),
        BuiltinOperator.Softmax => SoftmaxImporter.Import(source),
        BuiltinOperator.Pad or BuiltinOperator.PadV2 => PadImporter.Import(source),
        BuiltinOperator.Mean => ReductionImporter.Mean(source),
        BuiltinOperator.ArgMax => ReductionImporter.ArgMax(source),
        BuiltinOperator.Concatenation => ConcatenationImporter.Import(source),
        BuiltinOperator.ResizeBilinear => ResizeImporter.Import(source, ResizeKind.Bilinear),
        BuiltinOperator.ResizeNearestNeighbor => ResizeImporter.Import(source, ResizeKind.NearestNeighbor),
        BuiltinOperator.Reshape => ReshapeImporter.Reshape(source),
        BuiltinOperator.Squeeze => ReshapeImporter.Squeeze(source),
        BuiltinOperator.Quantize => ConversionImporter.Quantize(source),
        BuiltinOperator.Dequantize => ConversionImporter.Dequantize(source),
        _ => throw source.Unsupported("it is not supported"),
    };
}
