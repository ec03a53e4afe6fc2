using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>
/// QUANTIZE, DEQUANTIZE and the normalisation of inputs; the type of a case is that of the bytes, for QUANTIZE those that come out.
/// </summary>
internal static class ConversionCases
{
    private static readonly ElementType[] Bytes = [ElementType.UInt8, ElementType.Int8];

    public static IReadOnlyList<CaseFamily> Families { get; } =
    [
        new("quantize", Bytes, 24, Quantize),
        new("dequantize", Bytes, 12, Dequantize),
        new("normalise", [ElementType.UInt8], 12, Normalise),
    ];

    private static Quantize Quantize(CaseBuilder builder, int number)
    {
        var shape = AwkwardShapes.AnyRank(number);
        var output = builder.PerTensor(builder.ScaleAround(0.01f));
        if (number % 2 == 0)
        {
            var floats = builder.Input(shape, ElementType.Float32, null, builder.Elements(shape, ElementType.Float32));
            return new Quantize(0, [floats], builder.Output(shape, output));
        }

        // From bytes of either sign.
        var from = number % 4 == 1 ? ElementType.UInt8 : ElementType.Int8;
        var (low, high) = from == ElementType.UInt8 ? (0, 255) : (-128, 127);
        var quantisation = new Quantisation([builder.ScaleAround(0.02f)], [builder.Random.Next(low, high + 1)], 0);
        var bytes = builder.Input(shape, from, quantisation, builder.Elements(shape, from));
        return new Quantize(0, [bytes], builder.Output(shape, output));
    }

    private static Dequantize Dequantize(CaseBuilder builder, int number)
    {
        var shape = AwkwardShapes.AnyRank(number);
        var quantisation = builder.PerTensor(builder.ScaleAround(0.02f))!;
        var x = builder.Input(shape, quantisation);
        builder.Magnitude = 255 * quantisation.Scales[0];
        return new Dequantize(0, [x], builder.Output(shape, ElementType.Float32, null));
    }

    private static Normalise Normalise(CaseBuilder builder, int number)
    {
        var shape = AwkwardShapes.Image(number).ToShape();
        var x = builder.Input(shape, ElementType.UInt8, null, builder.Elements(shape, ElementType.UInt8));
        var normalisation = Normalisation(builder, shape[3]);
        builder.Magnitude = 255 / normalisation.Deviation.Min();
        return new Normalise(0, [x], builder.Output(shape, ElementType.Float32, null), normalisation);
    }

    /// <summary>Means and deviations for each of up to four channels, or one for all.</summary>
    public static Normalisation Normalisation(CaseBuilder builder, int channels)
    {
        int[] lanes = [.. Enumerable.Range(0, channels <= 4 ? channels : 1)];
        return new Normalisation([.. lanes.Select(_ => 255 * builder.Random.NextSingle())], [.. lanes.Select(_ => builder.ScaleAround(50))]);
    }
}
