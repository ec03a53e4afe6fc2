using GpuNet.Graphs;

namespace GpuNet.Training.Tests.Export;

/// <summary>Networks of one operator.</summary>
internal static class TestGraphs
{
    public static Graph Convolution(ElementType type) => new(
        [
            Activation(0, type, 1, 4, 4, 2), Constant(1, "weights", type, 3, 1, 1, 2), Bias(2, type, 3), Activation(3, type, 1, 4, 4, 3),
        ],
        [new Conv2D(0, [0, 1, 2], 3, Padding.Same, 1, 1, 1, 1, GpuNet.Graphs.Activation.Relu6)],
        [0],
        [3]);

    public static Graph Dense(ElementType type) => new(
        [Activation(0, type, 1, 5), Constant(1, "weights", type, 3, 5), Bias(2, type, 3), Activation(3, type, 1, 3)],
        [new FullyConnected(0, [0, 1, 2], 3, GpuNet.Graphs.Activation.None, false)],
        [0],
        [3]);

    public static Graph SoftmaxOf(ElementType type)
    {
        var output = Activation(1, type, 1, 3);
        if (output.Quantisation is not null) output = output with { Quantisation = new Quantisation([1 / 256f], [type == ElementType.Int8 ? -128 : 0], 0) };
        return new([Activation(0, type, 1, 3), output], [new Softmax(0, [0], 1, 1f)], [0], [1]);
    }

    public static Graph HardSwish() =>
        new([Activation(0, ElementType.Float32, 1, 3), Activation(1, ElementType.Float32, 1, 3)], [new Unary(0, [0], 1, UnaryKind.HardSwish)], [0], [1]);

    public static Graph HalfFloats() => new(
        [
            Activation(0, ElementType.Float32, 1, 5), new Tensor(1, "half", ElementType.Float16, new Shape(3, 5), null, new byte[30]),
            Activation(2, ElementType.Float32, 3, 5), Activation(3, ElementType.Float32, 1, 3), Bias(4, ElementType.Float32, 3),
        ],
        [new Dequantize(0, [1], 2), new FullyConnected(1, [0, 2, 4], 3, GpuNet.Graphs.Activation.None, false)],
        [0],
        [3]);

    private static Tensor Activation(int index, ElementType type, params int[] shape) =>
        new(index, $"t{index}", type, new Shape(shape), type == ElementType.Float32 ? null : new Quantisation([0.5f], [0], 0), null);

    private static Tensor Constant(int index, string name, ElementType type, params int[] shape)
    {
        var tensor = Activation(index, type, shape) with { Name = name };
        return tensor with { Constant = new byte[tensor.ByteLength] };
    }

    private static Tensor Bias(int index, ElementType type, int length) => type == ElementType.Float32
        ? Constant(index, "bias", type, length)
        : new Tensor(index, "bias", ElementType.Int32, new Shape(length), new Quantisation([0.25f], [0], 0), new byte[length * 4]);
}
