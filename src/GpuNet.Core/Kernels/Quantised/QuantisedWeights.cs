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

    /// <summary>The texels that <see cref="Pack(ReadOnlySpan{sbyte}, int, ReadOnlySpan{int}, FixedPointFactor[], int, int, int)"/> makes.</summary>
    public static PackedExtents Extents(int outputChannels, int taps, int inputChannels) =>
        new(First + Slices.Of(inputChannels), taps, Slices.Of(outputChannels));

    /// <summary>The texels that <see cref="PackChannels"/> makes.</summary>
    public static PackedExtents ChannelExtents(int channels) => new(First, 1, Slices.Of(channels));

    /// <summary>The texels that <see cref="PackDepthwise"/> makes.</summary>
    public static PackedExtents DepthwiseExtents(int channels, int taps) => new(taps, 1, Slices.Of(channels));

    /// <summary>A word of four input channels for each output channel: for dot products.</summary>
    /// <inheritdoc cref="Pack(ReadOnlySpan{sbyte}, int, ReadOnlySpan{int}, FixedPointFactor[], int, int, int, bool)"/>
    public static PackedWords Pack(
        ReadOnlySpan<sbyte> weights, int zeroPoint, ReadOnlySpan<int> bias, FixedPointFactor[] factors, int taps, int inputChannels, int inputZeroPoint) =>
        Pack(weights, zeroPoint, bias, factors, taps, inputChannels, inputZeroPoint, isTransposed: false);

    /// <summary>A word of four output channels for each input channel: for <see cref="QuantisedPointwiseConv2D"/>.</summary>
    /// <inheritdoc cref="Pack(ReadOnlySpan{sbyte}, int, ReadOnlySpan{int}, FixedPointFactor[], int, int, int, bool)"/>
    public static PackedWords PackTransposed(
        ReadOnlySpan<sbyte> weights, int zeroPoint, ReadOnlySpan<int> bias, FixedPointFactor[] factors, int taps, int inputChannels, int inputZeroPoint) =>
        Pack(weights, zeroPoint, bias, factors, taps, inputChannels, inputZeroPoint, isTransposed: true);

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
        FixedPointFactor[] factors,
        int taps,
        int inputChannels,
        int inputZeroPoint,
        bool isTransposed)
    {
        var packed = new PackedWords(Extents(factors.Length, taps, inputChannels), wordsOfTexel: 4);
        var rowLength = taps * inputChannels;
        for (var o = 0; o < packed.Layers * 4; o++)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                var row = o < factors.Length ? weights.Slice((o * rowLength) + (tap * inputChannels), inputChannels) : default;
                var words = packed.Row(tap, o / 4)[(4 * First)..];
                if (isTransposed) PackTransposedRow(row, zeroPoint, words, o % 4);
                else PackRow(row, zeroPoint, words, o % 4);
            }

            if (o >= factors.Length) continue;
            var sum = 0;
            foreach (var weight in weights.Slice(o * rowLength, rowLength)) sum += weight - zeroPoint;
            PackChannel(packed, o, unchecked((bias.IsEmpty ? 0 : bias[o]) - (inputZeroPoint * sum)), factors[o]);
        }

        return packed;
    }

    /// <summary>Four input channels a word, in word <paramref name="lane"/> of each texel.</summary>
    private static void PackRow(ReadOnlySpan<sbyte> row, int zeroPoint, Span<uint> words, int lane)
    {
        var whole = MemoryMarshal.Cast<sbyte, uint>(row);
        var filler = (byte)zeroPoint * 0x01010101u;
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

    /// <summary>One input channel a word, in byte <paramref name="lane"/> of each word.</summary>
    private static void PackTransposedRow(ReadOnlySpan<sbyte> row, int zeroPoint, Span<uint> words, int lane)
    {
        var shift = 8 * lane;
        for (var i = 0; i < row.Length; i++) words[i] |= (uint)(byte)row[i] << shift;
        foreach (ref var word in words[row.Length..]) word |= (uint)(byte)zeroPoint << shift;
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
