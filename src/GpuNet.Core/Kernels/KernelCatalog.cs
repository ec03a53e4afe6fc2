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
        Concatenate.Descriptor,
        Conv2D.Descriptor,
        DepthMultiplierConv2D.Descriptor,
        DepthwiseConv2D.Descriptor,
        FullyConnected.Descriptor,
        LoadNhwc.Descriptor,
        MaxPool2D.Descriptor,
        Mean.Descriptor,
        Pad.Descriptor,
        PointwiseConv2D.Descriptor,
        Reshape.Descriptor,
        ResizeBilinear.Descriptor,
        ResizeNearest.Descriptor,
        Softmax.Descriptor,
        StoreNhwc.Descriptor,
        UnaryElementwise.Descriptor,
    ];
}
