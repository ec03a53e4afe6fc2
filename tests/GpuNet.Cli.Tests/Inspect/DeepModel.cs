using System.Runtime.InteropServices;
using GpuNet.Graphs;
using GpuNet.Export;

namespace GpuNet.Cli.Tests.Inspect;

/// <summary>A network of small layers, as deep as one likes: blocks of a convolution, a depthwise one, and a sum with what came before.</summary>
internal static class DeepModel
{
    /// <summary>The operators of a block.</summary>
    public const int OperatorsOfBlock = 3;

    private const int Channels = 8;

    /// <summary>Bytes of the network's input.</summary>
    public const int InputBytes = 8 * 8 * Channels * sizeof(float);

    /// <summary>The network as a <c>.tflite</c> file.</summary>
    public static byte[] Write(int blocks)
    {
        var tensors = new List<Tensor>();
        var operators = new List<Operator>();
        var last = Activation("input");
        for (var block = 0; block < blocks; block++)
        {
            var pointwise = Activation($"block_{block}/expand");
            operators.Add(new Conv2D(
                operators.Count, [last, Constant($"block_{block}/weights", new Shape(Channels, 1, 1, Channels)), -1], pointwise, Padding.Same, 1, 1, 1, 1, GpuNet.Graphs.Activation.Relu6));
            var depthwise = Activation($"block_{block}/depthwise");
            operators.Add(new DepthwiseConv2D(
                operators.Count, [pointwise, Constant($"block_{block}/taps", new Shape(1, 3, 3, Channels)), -1], depthwise, Padding.Same, 1, 1, 1, 1, 1, GpuNet.Graphs.Activation.Relu6));
            var sum = Activation($"block_{block}/add");
            operators.Add(new Binary(operators.Count, [last, depthwise], sum, BinaryKind.Add, GpuNet.Graphs.Activation.None));
            last = sum;
        }

        return ModelWriter.Write(new Graph([.. tensors], [.. operators], [0], [last]));

        int Activation(string name) => Add(name, new Shape(1, 8, 8, Channels), null);

        int Constant(string name, Shape shape) => Add(name, shape, MemoryMarshal.AsBytes(Enumerable.Repeat(0.02f, (int)shape.ElementCount).ToArray().AsSpan()).ToArray());

        int Add(string name, Shape shape, byte[]? constant)
        {
            var tensor = new Tensor(tensors.Count, name, ElementType.Float32, shape, null, null);
            tensors.Add(constant is null ? tensor : tensor with { Constant = constant });
            return tensor.Index;
        }
    }
}
