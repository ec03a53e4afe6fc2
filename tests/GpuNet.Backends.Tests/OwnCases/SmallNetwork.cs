using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Backends.Tests;

/// <summary>A network of bytes: a convolution, a depthwise one and an average pool, each behind the other.</summary>
/// <param name="Graph">The network.</param>
/// <param name="Input">The bytes of its input.</param>
internal sealed record SmallNetwork(Graph Graph, byte[] Input)
{
    private const int Channels = 6;

    public static SmallNetwork Create(int seed)
    {
        var random = new Random(seed);
        var (image, filtered, pooled) = (new Shape(1, 9, 9, Channels), new Shape(1, 9, 9, Channels), new Shape(1, 4, 4, Channels));
        Tensor[] tensors =
        [
            Bytes(0, "input", image, 0.02f, 3, null),
            Bytes(1, "conv/weights", new Shape(Channels, 3, 3, Channels), 0.01f, 0, Random(Channels * 9 * Channels)),
            Bias(2),
            Bytes(3, "conv", filtered, 0.1f, -5, null),
            Bytes(4, "depthwise/weights", new Shape(1, 3, 3, Channels), 0.01f, 0, Random(9 * Channels)),
            Bias(5),
            Bytes(6, "depthwise", filtered, 0.2f, 4, null),
            Bytes(7, "pool", pooled, 0.2f, 4, null),
        ];
        Operator[] operators =
        [
            new Conv2D(0, [0, 1, 2], 3, Padding.Same, 1, 1, 1, 1, Activation.None),
            new DepthwiseConv2D(1, [3, 4, 5], 6, Padding.Same, 1, 1, 1, 1, 1, Activation.None),
            new Pool2D(2, [6], 7, PoolKind.Average, Padding.Valid, 2, 2, 2, 2, Activation.None),
        ];
        return new SmallNetwork(new Graph([.. tensors], [.. operators], [0], [7]), Random(9 * 9 * Channels));

        byte[] Random(int count)
        {
            var bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }

        Tensor Bias(int index)
        {
            int[] values = [.. Enumerable.Range(0, Channels).Select(_ => random.Next(-500, 500))];
            return new Tensor(index, "bias", ElementType.Int32, new Shape(Channels), null, MemoryMarshal.AsBytes<int>(values).ToArray());
        }

        static Tensor Bytes(int index, string name, Shape shape, float scale, int zeroPoint, TensorData? constant) =>
            new(index, name, ElementType.Int8, shape, new Quantisation([scale], [zeroPoint], 0), constant);
    }
}
