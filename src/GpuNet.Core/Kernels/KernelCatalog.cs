using GpuNet.Profiling;
using GpuNet.Shaders;

namespace GpuNet.Kernels;

/// <summary>Every kernel of the engine, by name.</summary>
public static class KernelCatalog
{
    /// <summary>The kernels, in alphabetical order.</summary>
    public static IReadOnlyList<KernelDescriptor> All { get; } =
    [
        ArgMax.Descriptor,
        AveragePool2D.Descriptor,
        BinaryElementwise.Descriptor,
        ByteConv2D.Descriptor,
        ByteTable.Descriptor,
        BytesToFloats.Descriptor,
        Concatenate.Descriptor,
        Conv2D.Descriptor,
        CopyRate.Descriptor,
        DepthMultiplierConv2D.Descriptor,
        DepthwiseConv2D.Descriptor,
        DepthwiseConv2D3x3.Descriptor,
        FloatsToBytes.Descriptor,
        FullyConnected.Descriptor,
        LoadBytesNhwc.Descriptor,
        LoadNhwc.Descriptor,
        MaxPool2D.Descriptor,
        Mean.Descriptor,
        MultiplyAddRate.Descriptor,
        Pad.Descriptor,
        PointwiseConv2D.Descriptor,
        QuantisedAveragePool2D.Descriptor,
        QuantisedBinary.Descriptor,
        QuantisedConv2D.Descriptor,
        QuantisedDepthwiseConv2D.Descriptor,
        QuantisedDepthwiseConv2D3x3.Descriptor,
        QuantisedFloatConv2D.Descriptor,
        QuantisedFullyConnected.Descriptor,
        QuantisedMean.Descriptor,
        QuantisedPointwiseConv2D.Descriptor,
        QuantisedResizeBilinear.Descriptor,
        QuantisedSoftmax.Descriptor,
        Reshape.Descriptor,
        ResizeBilinear.Descriptor,
        ResizeNearest.Descriptor,
        SeparableConv2D.Descriptor,
        Softmax.Descriptor,
        StoreBytesNhwc.Descriptor,
        StoreNhwc.Descriptor,
        UnaryElementwise.Descriptor,
        UnsignedResizeBilinear.Descriptor,
    ];
}
