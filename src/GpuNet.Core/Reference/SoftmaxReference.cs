using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>SOFTMAX over the last axis.</summary>
internal static class SoftmaxReference
{
    private const int DifferenceIntegerBits = 5;
    private const int SumIntegerBits = 12;
    private const int OutputBits = 8;

    public static void Run(TensorStore store, Softmax step)
    {
        var output = store[step.Output];
        var depth = output.Shape.Extents[^1];
        if (!output.IsByte())
        {
            var input = store.Floats(step.Inputs[0]);
            var results = store.WritableFloats(step.Output);
            for (var row = 0; row < results.Length; row += depth) RunFloats(input.Slice(row, depth), results.Slice(row, depth), step.Beta);
            return;
        }

        var integers = store.Integers(step.Inputs[0]);
        var quotients = new int[integers.Length];
        for (var row = 0; row < integers.Length; row += depth)
            RunIntegers(integers.AsSpan(row, depth), quotients.AsSpan(row, depth), Multiplier(store[step.Inputs[0]], step.Beta), output.TypeBounds());
        store.WriteIntegers(step.Output, quotients);
    }

    private static void RunFloats(ReadOnlySpan<float> row, Span<float> results, float beta)
    {
        var greatest = float.MinValue;
        foreach (var value in row) greatest = MathF.Max(greatest, value);
        var sum = 0f;
        for (var i = 0; i < row.Length; i++) sum += results[i] = MathF.Exp((row[i] - greatest) * beta);
        for (var i = 0; i < row.Length; i++) results[i] /= sum;
    }

    /// <summary>From differences of the input to F(5).</summary>
    private static QuantisedMultiplier Multiplier(Tensor input, float beta)
    {
        var real = (double)beta * input.Scale() * (1 << (31 - DifferenceIntegerBits));
        return FixedPoint.QuantiseMultiplier(Math.Min(real, (1L << 31) - 1.0));
    }

    private static void RunIntegers(ReadOnlySpan<int> row, Span<int> results, QuantisedMultiplier multiplier, Bounds<int> bounds)
    {
        var leastDifference = -(int)((((1L << DifferenceIntegerBits) - 1) << (31 - DifferenceIntegerBits)) >> multiplier.Exponent);
        var greatest = int.MinValue;
        foreach (var value in row) greatest = Math.Max(greatest, value);

        var sum = 0u;
        foreach (var value in row)
        {
            if (value - greatest >= leastDifference)
                sum += (uint)FixedPoint.RoundingDivideByPot(Exponential(value - greatest, multiplier), SumIntegerBits);
        }

        var reciprocal = FixedPointExp.Reciprocal(sum, out var bitsOverUnit);
        var shift = bitsOverUnit + 31 - OutputBits;
        for (var i = 0; i < row.Length; i++)
        {
            var difference = row[i] - greatest;

            // A quotient shifted by more than 31 bits is below half a step.
            var quotient = difference < leastDifference || shift > 31
                ? 0
                : FixedPoint.RoundingDivideByPot(FixedPoint.Srdhm(reciprocal, Exponential(difference, multiplier)), shift);
            results[i] = bounds.Clamp(quotient + bounds.Least);
        }
    }

    private static int Exponential(int difference, QuantisedMultiplier multiplier) =>
        FixedPointExp.ExpOfNegative(FixedPoint.Srdhm(difference << multiplier.Exponent, multiplier.Multiplier));
}
