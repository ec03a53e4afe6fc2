using System.Collections.Immutable;
using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Backends.Tests;

/// <summary>Random tensors for a convolution: elements, scales and zero-points.</summary>
/// <param name="random">Where they come from.</param>
/// <param name="type">Float32, UInt8 or Int8: the type of input, weights and output.</param>
internal sealed class LayerTensors(Random random, ElementType type)
{
    private const float InputScale = 0.02f;
    private const float WeightScale = 0.01f;
    private const int LargestBias = 2000;

    public Tensor Input(Shape shape) => new(0, "input", type, shape, PerTensor(InputScale), null);

    /// <summary>Weights; those of Int8 have a scale for each output channel.</summary>
    public Tensor Weights(Shape shape, int channelAxis) => new(
        1, "weights", type, shape, type == ElementType.Int8 ? PerChannel(shape[channelAxis], channelAxis) : PerTensor(WeightScale), Elements(shape));

    public Tensor Bias(int channels)
    {
        var shape = new Shape(channels);
        if (type == ElementType.Float32) return new Tensor(2, "bias", type, shape, null, Elements(shape));
        int[] values = [.. Enumerable.Range(0, channels).Select(_ => random.Next(-LargestBias, LargestBias))];
        return new Tensor(2, "bias", ElementType.Int32, shape, null, MemoryMarshal.AsBytes<int>(values).ToArray());
    }

    /// <summary>The output; the scale spreads sums of so many products over the range of a byte.</summary>
    public Tensor Output(Shape shape, int products) =>
        new(3, "output", type, shape, PerTensor(InputScale * WeightScale * 64 * MathF.Sqrt(products)), null);

    /// <summary>Elements of the type: floats from -1 to 1, bytes over their whole range.</summary>
    public byte[] Elements(Shape shape)
    {
        var count = checked((int)shape.ElementCount);
        var bytes = new byte[count];
        random.NextBytes(bytes);
        if (type != ElementType.Float32) return bytes;
        var floats = new float[count];
        for (var i = 0; i < count; i++) floats[i] = (2 * random.NextSingle()) - 1;
        return MemoryMarshal.AsBytes<float>(floats).ToArray();
    }

    private Quantisation? PerTensor(float scale) => type switch
    {
        ElementType.UInt8 => new Quantisation([scale], [random.Next(1, 255)], 0),
        ElementType.Int8 => new Quantisation([scale], [random.Next(-127, 127)], 0),
        _ => null,
    };

    private Quantisation PerChannel(int channels, int axis)
    {
        ImmutableArray<float> scales = [.. Enumerable.Range(0, channels).Select(_ => WeightScale * (0.5f + random.NextSingle()))];
        return new Quantisation(scales, [.. Enumerable.Repeat(0, channels)], axis);
    }
}
