using System.Runtime.InteropServices;

namespace GpuNet.Kernels;

/// <summary>
/// Packs 8-bit weights in OHWI, their bias and their multipliers for <see cref="QuantisedConv2D"/> and
/// <see cref="QuantisedFullyConnected"/>, and those of depthwise convolutions for <see cref="QuantisedDepthwiseConv2D"/>.
/// </summary>
/// <remarks>
/// Convolution: texels (0, 0, slice), (1, 0, slice) and (2, 0, slice) hold bias, multiplier and exponent of output channels
/// 4 * slice to 4 * slice + 3; texel (3 + input slice, tap, slice) holds a block of 4 x 4 weights, one word of four input channels
/// for each of the four output channels. Channels that only fill up a slice have the weights' zero-point, so that they add nothing
/// whatever the input holds there. Depthwise: the first three texels in a tensor of their own, and one word of weights a tap and
/// slice.
/// </remarks>
internal static class QuantisedWeights
{
    /// <summary>Column of the bias.</summary>
    public const int Bias = 0;

    /// <summary>Column of the multipliers.</summary>
    public const int Multipliers = 1;

    /// <summary>Column of the exponents.</summary>
    public const int Exponents = 2;

    /// <summary>Column of the first block of weights.</summary>
    public const int First = 3;

    /// <summary>The texels that <see cref="Pack(ReadOnlySpan{sbyte}, int, ReadOnlySpan{int}, ReadOnlySpan{FixedPointFactor}, int, int, int)"/> makes.</summary>
    public static PackedExtents Extents(int outputChannels, int taps, int inputChannels) =>
        new(First + Slices.Of(inputChannels), taps, Slices.Of(outputChannels));

    /// <summary>The texels that <see cref="PackChannels"/> makes.</summary>
    public static PackedExtents ChannelExtents(int channels) => new(First, 1, Slices.Of(channels));

    /// <summary>The texels that <see cref="PackDepthwise"/> makes.</summary>
    public static PackedExtents DepthwiseExtents(int channels, int taps) => new(taps, 1, Slices.Of(channels));

    /// <summary>A word of four input channels for each output channel: for dot products.</summary>
    /// <inheritdoc cref="Pack(ReadOnlySpan{sbyte}, int, ReadOnlySpan{int}, ReadOnlySpan{FixedPointFactor}, int, int, int, bool)"/>
    public static PackedWords Pack(
        ReadOnlySpan<sbyte> weights, int zeroPoint, ReadOnlySpan<int> bias, ReadOnlySpan<FixedPointFactor> factors, int taps, int inputChannels, int inputZeroPoint) =>
        Pack(weights, zeroPoint, bias, factors, taps, inputChannels, inputZeroPoint, isTransposed: false);

    /// <summary>A word of four output channels for each input channel: for <see cref="QuantisedPointwiseConv2D"/>.</summary>
    /// <inheritdoc cref="Pack(ReadOnlySpan{sbyte}, int, ReadOnlySpan{int}, ReadOnlySpan{FixedPointFactor}, int, int, int, bool)"/>
    public static PackedWords PackTransposed(
        ReadOnlySpan<sbyte> weights, int zeroPoint, ReadOnlySpan<int> bias, ReadOnlySpan<FixedPointFactor> factors, int taps, int inputChannels, int inputZeroPoint) =>
        Pack(weights, zeroPoint, bias, factors, taps, inputChannels, inputZeroPoint, isTransposed: true);

    /// <summary>
    /// Whether floats hold every sum of products of these weights with signed bytes, added up in whatever order, fused or not. A float
    /// holds all integers up to 2^24, and a product of two signed bytes is one of at most 2^14, so sums of up to 1024 do; longer ones if
    /// 128 times the weights' magnitudes come to no more than 2^24.
    /// </summary>
    /// <param name="weights">Weights in OHWI, as signed bytes of the device; only asked for where their number does not tell.</param>
    /// <param name="zeroPoint">Their zero-point, as the device has it; channels that only fill up a slice have it for a weight.</param>
    /// <param name="taps">H * W.</param>
    /// <param name="inputChannels">I.</param>
    public static bool SumsFitFloats(Func<ReadOnlySpan<sbyte>> weights, int zeroPoint, int taps, int inputChannels)
    {
        const int greatestSum = 1 << 24;
        const int greatestByte = 1 << 7;
        var products = (long)taps * Slices.Of(inputChannels) * 4;
        if (products <= greatestSum / (greatestByte * greatestByte)) return true;
        // The sum of the pixels is one of floats too.
        if (products > greatestSum / greatestByte) return false;
        var fillers = (long)(products - (taps * inputChannels)) * Math.Abs(zeroPoint);
        var all = weights();
        for (var first = 0; first < all.Length; first += taps * inputChannels)
        {
            var magnitudes = fillers;
            foreach (var weight in all.Slice(first, taps * inputChannels)) magnitudes += Math.Abs((int)weight);
            if (magnitudes > greatestSum / greatestByte) return false;
        }

        return true;
    }

    /// <summary>
    /// Whether results may be scaled in short form (<see cref="FixedPoint.RequantiseShort"/>): all factors have it, and no sum reaches 2^30. With
    /// up to 2^13 products none does but for its bias: of pixels and weights at most 2^27, of the weights' zero-point 2^27, of the
    /// pixels' 2^28.
    /// </summary>
    /// <param name="factors">One factor an output channel.</param>
    /// <param name="bias">One value an output channel; empty for none.</param>
    /// <param name="products">Of a sum.</param>
    public static bool ResultsAreShort(FixedPointFactor[] factors, ReadOnlySpan<int> bias, long products)
    {
        const long mostProducts = 1 << 13;
        const int leastBias = -(1 << 29), greatestBias = 1 << 29;
        foreach (var value in bias)
        {
            if (value is < leastBias or > greatestBias) return false;
        }

        foreach (var factor in factors)
        {
            if (!factor.HasShortForm) return false;
        }

        return products <= mostProducts;
    }

    /// <param name="weights">Weights in OHWI, as signed bytes of the device.</param>
    /// <param name="zeroPoint">Their zero-point, as the device has it.</param>
    /// <param name="bias">One value an output channel; empty for none.</param>
    /// <param name="factors">One factor an output channel.</param>
    /// <param name="taps">H * W.</param>
    /// <param name="inputChannels">I.</param>
    /// <param name="inputZeroPoint">The input's zero-point, as the device has it.</param>
    /// <param name="isTransposed">Whether the words of a block run over its input channels.</param>
    private static PackedWords Pack(
        ReadOnlySpan<sbyte> weights,
        int zeroPoint,
        ReadOnlySpan<int> bias,
        ReadOnlySpan<FixedPointFactor> factors,
        int taps,
        int inputChannels,
        int inputZeroPoint,
        bool isTransposed)
    {
        var packed = new PackedWords(Extents(factors.Length, taps, inputChannels), wordsOfTexel: 4);
        var rowLength = taps * inputChannels;
        for (var o = 0; o < factors.Length; o++)
        {
            var sum = Sum(weights.Slice(o * rowLength, rowLength)) - (rowLength * zeroPoint);
            PackChannel(packed, o, unchecked((bias.IsEmpty ? 0 : bias[o]) - (inputZeroPoint * sum)), factors[o]);
        }

        var channels = factors.Length;
        var filler = new sbyte[inputChannels];
        for (var i = 0; i < filler.Length; i++) filler[i] = (sbyte)zeroPoint;
        for (var slice = 0; slice < packed.Layers; slice++)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                var words = packed.Row(tap, slice)[(4 * First)..];
                if (isTransposed)
                {
                    PackColumns(Row(weights, 0), Row(weights, 1), Row(weights, 2), Row(weights, 3), words);
                    for (var i = inputChannels; i < words.Length; i++) words[i] = Word(zeroPoint);
                    continue;
                }

                for (var lane = 0; lane < 4; lane++) PackRow(Row(weights, lane), zeroPoint, words, lane);

                ReadOnlySpan<sbyte> Row(ReadOnlySpan<sbyte> all, int lane)
                {
                    var o = (slice * 4) + lane;
                    return o < channels ? all.Slice((o * rowLength) + (tap * inputChannels), inputChannels) : filler;
                }
            }
        }

        return packed;
    }

    private static uint Word(int value) => (byte)value * 0x01010101u;

    private static int Sum(ReadOnlySpan<sbyte> weights)
    {
        var sum = 0;
        foreach (var weight in weights) sum += weight;
        return sum;
    }

    /// <summary>Word i holds element i of each of four rows. No vectors: code compiled ahead has none, and this runs once, at the start.</summary>
    private static void PackColumns(
        ReadOnlySpan<sbyte> w0, ReadOnlySpan<sbyte> w1, ReadOnlySpan<sbyte> w2, ReadOnlySpan<sbyte> w3, Span<uint> words)
    {
        w1 = w1[..w0.Length];
        w2 = w2[..w0.Length];
        w3 = w3[..w0.Length];
        words = words[..w0.Length];
        for (var i = 0; i < w0.Length; i++)
            words[i] = (byte)w0[i] | ((uint)(byte)w1[i] << 8) | ((uint)(byte)w2[i] << 16) | ((uint)(byte)w3[i] << 24);
    }

    /// <summary>Four input channels a word, in word <paramref name="lane"/> of each texel.</summary>
    private static void PackRow(ReadOnlySpan<sbyte> row, int zeroPoint, Span<uint> words, int lane)
    {
        var whole = MemoryMarshal.Cast<sbyte, uint>(row);
        var filler = Word(zeroPoint);
        for (var word = lane; word < words.Length; word += 4)
        {
            var slice = word / 4;
            words[word] = slice < whole.Length ? whole[slice] : filler;
        }

        for (var i = whole.Length * 4; i < row.Length; i++)
        {
            ref var word = ref words[(whole.Length * 4) + lane];
            word = (word & ~(0xFFu << (8 * (i % 4)))) | ((uint)(byte)row[i] << (8 * (i % 4)));
        }
    }

    /// <summary>
    /// The bias of a depthwise convolution that multiplies pixels with their zero-point still in them, also outside the image, where
    /// they are nothing else: it takes out what that adds.
    /// </summary>
    /// <param name="bias">One value a channel; empty for none.</param>
    /// <param name="weights">Weights in 1HWC, as signed bytes of the device.</param>
    /// <param name="channels">C.</param>
    /// <param name="zeroPoint">The weights' zero-point, as the device has it.</param>
    /// <param name="inputZeroPoint">The input's zero-point, as the device has it.</param>
    public static int[] FoldedDepthwiseBias(int[] bias, ReadOnlySpan<sbyte> weights, int channels, int zeroPoint, int inputZeroPoint)
    {
        var folded = bias.Length == 0 ? new int[channels] : [.. bias];
        for (var i = 0; i < weights.Length; i++) unchecked { folded[i % channels] -= inputZeroPoint * (weights[i] - zeroPoint); }
        return folded;
    }

    /// <summary>Bias, multipliers and exponents of a depthwise convolution.</summary>
    public static PackedWords PackChannels(ReadOnlySpan<int> bias, FixedPointFactor[] factors)
    {
        var packed = new PackedWords(ChannelExtents(factors.Length), wordsOfTexel: 4);
        for (var c = 0; c < factors.Length; c++) PackChannel(packed, c, bias.IsEmpty ? 0 : bias[c], factors[c]);
        return packed;
    }

    /// <summary>Weights of a depthwise convolution in 1HWC: texel (tap, 0, slice) holds the bytes of four channels.</summary>
    public static PackedWords PackDepthwise(ReadOnlySpan<sbyte> weights, int channels, int taps)
    {
        var packed = new PackedWords(DepthwiseExtents(channels, taps), wordsOfTexel: 1);
        for (var tap = 0; tap < taps; tap++)
        {
            for (var c = 0; c < channels; c++) packed[tap, 0, c / 4, 0] |= (uint)(byte)weights[(tap * channels) + c] << (8 * (c % 4));
        }

        return packed;
    }

    private static void PackChannel(PackedWords packed, int channel, int bias, FixedPointFactor factor)
    {
        packed[Bias, 0, channel / 4, channel % 4] = unchecked((uint)bias);
        packed[Multipliers, 0, channel / 4, channel % 4] = (uint)factor.Multiplier;
        packed[Exponents, 0, channel / 4, channel % 4] = unchecked((uint)factor.Exponent);
    }
}
