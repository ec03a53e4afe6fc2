using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Backends.Tests;

/// <summary>A depthwise convolution and the pointwise one behind it, with random elements, activations and padding.</summary>
internal sealed class SeparableNetwork
{
    private readonly Random random;

    /// <param name="seed">Equal seeds make equal networks.</param>
    /// <param name="input">Extents of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="strideX">Pixels from one window to the next along x.</param>
    /// <param name="strideY">Pixels from one window to the next along y.</param>
    public SeparableNetwork(int seed, NhwcExtents input, int outputs, int strideX, int strideY)
    {
        random = new Random(seed);
        var padding = input is { Width: >= 3, Height: >= 3 } && random.Next(2) == 0 ? Padding.Valid : Padding.Same;
        var (height, width) = (Extent(input.Height, strideY, padding), Extent(input.Width, strideX, padding));
        Graph = new Graph(
            [
                Floats(0, "input", new Shape(input.Batch, input.Height, input.Width, input.Channels), null),
                Constant(1, "depthwise weights", new Shape(1, 3, 3, input.Channels), 1f / 3),
                Constant(2, "depthwise bias", new Shape(input.Channels), 1),
                Floats(3, "between", new Shape(input.Batch, height, width, input.Channels), null),
                Constant(4, "pointwise weights", new Shape(outputs, 1, 1, input.Channels), 1 / MathF.Sqrt(input.Channels)),
                Constant(5, "pointwise bias", new Shape(outputs), 1),
                Floats(6, "output", new Shape(input.Batch, height, width, outputs), null),
            ],
            [
                new DepthwiseConv2D(0, [0, 1, 2], 3, padding, strideX, strideY, 1, 1, 1, RandomActivation()),
                new Conv2D(1, [3, 4, 5], 6, Padding.Same, 1, 1, 1, 1, RandomActivation()),
            ],
            [0],
            [6]);
        Input = Random(Graph.Tensors[0].Shape, 2);
    }

    public Graph Graph { get; }

    /// <summary>The bytes of the input's elements, NHWC.</summary>
    public byte[] Input { get; }

    /// <summary>The bytes of a session's output.</summary>
    public byte[] Run(Session session)
    {
        session.Inputs[0].WriteBytes(Input);
        session.Run();
        return session.Outputs[0].Bytes();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Graph.Tensors[0].Shape}, {Graph.Operators[0]} {Graph.Operators[1]}, {Graph.Tensors[6].Shape}";

    private static int Extent(int input, int stride, Padding padding) => padding == Padding.Same ? (input + stride - 1) / stride : (input - 3 + stride) / stride;

    private static Tensor Floats(int index, string name, Shape shape, byte[]? constant) => new(index, name, ElementType.Float32, shape, null, constant);

    private Tensor Constant(int index, string name, Shape shape, float magnitude) => Floats(index, name, shape, Random(shape, magnitude));

    private byte[] Random(Shape shape, float magnitude)
    {
        var values = Array.ConvertAll(new float[shape.ElementCount], _ => magnitude * ((2 * random.NextSingle()) - 1));
        return MemoryMarshal.AsBytes<float>(values).ToArray();
    }

    private Activation RandomActivation() => (Activation)random.Next(4);
}
