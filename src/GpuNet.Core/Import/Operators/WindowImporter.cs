using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>A window along one axis of an image: convolutions and pools.</summary>
/// <param name="Axis">y or x, for messages.</param>
/// <param name="Filter">Taps.</param>
/// <param name="Stride">Step from one output to the next.</param>
/// <param name="Dilation">Step from one tap to the next.</param>
internal readonly record struct WindowAxis(string Axis, int Filter, int Stride, int Dilation)
{
    // Far above any network, and low enough for sums and products of positions to stay within 32 bits.
    private const int Largest = 1 << 24;

    /// <summary>The extent of the output for an extent of the input.</summary>
    public int OutputExtent(OperatorSource source, Padding padding, int input)
    {
        Require(source, Filter, "filter extent");
        Require(source, Stride, "stride");
        Require(source, Dilation, "dilation");
        var reach = ((Filter - 1L) * Dilation) + 1;
        if (reach > Largest) throw source.Unsupported($"a window of {reach} pixels along {Axis} is not supported");
        var starts = padding == Padding.Same ? input : input - reach + 1;
        if (starts < 1) throw source.Malformed($"a window of {reach} pixels does not fit into {input} along {Axis}");
        return (int)((starts + Stride - 1) / Stride);
    }

    private void Require(OperatorSource source, int value, string what)
    {
        if (value < 1) throw source.Malformed($"its {what} along {Axis} is {value}");
        if (value > Largest) throw source.Unsupported($"its {what} along {Axis}, {value}, is not supported");
    }
}

/// <summary>What convolutions and pools share.</summary>
internal static class WindowImporter
{
    private const int ImageRank = 4;

    /// <summary>The padding in that field of the options.</summary>
    public static Padding ReadPadding(OperatorSource source, SchemaField field) => source.Options?.Byte(field) switch
    {
        null or 0 => Padding.Same,
        1 => Padding.Valid,
        var code => throw source.Malformed($"{code} is no padding"),
    };

    /// <summary>Refuses a tensor that is not an NHWC image.</summary>
    public static void RequireImage(OperatorSource source, Tensor tensor, string role)
    {
        if (tensor.Shape.Rank != ImageRank) throw source.Malformed($"its {role}, {tensor}, does not have {ImageRank} axes");
    }

    /// <summary>Refuses an output other than the windows over <paramref name="input"/> give.</summary>
    public static void RequireOutput(
        OperatorSource source, Tensor input, Padding padding, WindowAxis y, WindowAxis x, int channels)
    {
        source.RequireResult(
        [
            input.Shape[0],
            y.OutputExtent(source, padding, input.Shape[1]),
            x.OutputExtent(source, padding, input.Shape[2]),
            channels,
        ]);
    }
}
