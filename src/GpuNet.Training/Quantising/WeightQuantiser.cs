using GpuNet.Export;
using GpuNet.Graphs;

namespace GpuNet.Quantising;

/// <summary>Turns weights and biases into integers, as TensorFlow Lite's quantisation specification asks.</summary>
internal static class WeightQuantiser
{
    private const int GreatestInt8 = 127;

    /// <summary>
    /// Weights with one scale. UInt8: any zero-point and the values 1 to 255, as the fast kernels for processors rely on no
    /// weight being 0. Int8: symmetric, -127 to 127.
    /// </summary>
    public static (byte[] Bytes, Quantisation Quantisation) PerTensor(ReadOnlySpan<float> weights, ElementType type)
    {
        if (type == ElementType.Int8) return PerChannel(weights, 1, axisIsLast: false, axis: 0);
        var (least, greatest) = (0f, 0f);
        foreach (var weight in weights) (least, greatest) = (Math.Min(least, weight), Math.Max(greatest, weight));
        var scale = Math.Max((greatest - least) / 254, 1e-12f);
        var zeroPoint = (int)Math.Clamp(MathF.Round(1 - (least / scale), MidpointRounding.AwayFromZero), 1, 255);
        var bytes = new byte[weights.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)Math.Clamp(MathF.Round(weights[i] / scale, MidpointRounding.AwayFromZero) + zeroPoint, 1, 255);
        return (bytes, new Quantisation([scale], [zeroPoint], 0));
    }

    /// <summary>Int8 weights with a scale for each output channel, zero-point 0.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="axisIsLast">Whether channels run along the last axis, innermost, rather than the first.</param>
    /// <param name="axis">The number of that axis, which the result names.</param>
    public static (byte[] Bytes, Quantisation Quantisation) PerChannel(ReadOnlySpan<float> weights, int channels, bool axisIsLast, int axis)
    {
        var block = weights.Length / channels;
        var greatest = new float[channels];
        for (var i = 0; i < weights.Length; i++)
        {
            ref var channel = ref greatest[ChannelOf(i)];
            channel = Math.Max(channel, Math.Abs(weights[i]));
        }

        var scales = Array.ConvertAll(greatest, g => Math.Max(g / GreatestInt8, 1e-12f));
        var bytes = new byte[weights.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var q = MathF.Round(weights[i] / scales[ChannelOf(i)], MidpointRounding.AwayFromZero);
            bytes[i] = unchecked((byte)(sbyte)Math.Clamp(q, -GreatestInt8, GreatestInt8));
        }

        return (bytes, new Quantisation([.. scales], [.. new int[channels]], axis));

        int ChannelOf(int index) => axisIsLast ? index % channels : index / block;
    }

    /// <summary>A bias in 32 bits, whose scale is the product of the input's and the weights'.</summary>
    public static (byte[] Bytes, Quantisation Quantisation) Bias(ReadOnlySpan<float> bias, float inputScale, IReadOnlyList<float> weightScales)
    {
        var scales = weightScales.Select(s => inputScale * s).ToArray();
        var values = new int[bias.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var q = Math.Round(bias[i] / ((double)inputScale * weightScales[weightScales.Count == 1 ? 0 : i]), MidpointRounding.AwayFromZero);
            values[i] = (int)Math.Clamp(q, int.MinValue, int.MaxValue);
        }

        return (LittleEndian.Bytes(values), new Quantisation([.. scales], [.. new int[scales.Length]], 0));
    }
}
