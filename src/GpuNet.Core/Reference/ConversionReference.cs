using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>QUANTIZE, DEQUANTIZE and the normalisation of inputs.</summary>
internal static class ConversionReference
{
    public static void Run(TensorStore store, Quantize step)
    {
        var (input, output) = (store[step.Inputs[0]], store[step.Output]);
        var bounds = output.TypeBounds();
        var zeroPoint = output.ZeroPoint();
        int[] results;
        if (input.IsByte())
        {
            var multiplier = FixedPoint.QuantiseMultiplier((double)input.Scale() / output.Scale());
            results = store.Integers(input.Index, input.ZeroPoint());
            for (var i = 0; i < results.Length; i++) results[i] = bounds.Clamp(FixedPoint.Requantise(results[i], multiplier) + zeroPoint);
        }
        else
        {
            var floats = store.Floats(input.Index);
            results = new int[floats.Length];
            for (var i = 0; i < results.Length; i++) results[i] = QuantiseFloat(floats[i], output.Scale(), zeroPoint, bounds);
        }

        store.WriteIntegers(step.Output, results);
    }

    public static void Run(TensorStore store, Dequantize step)
    {
        var input = store[step.Inputs[0]];
        var results = store.WritableFloats(step.Output);
        if (input.Type == ElementType.Float16)
        {
            var halves = MemoryMarshal.Cast<byte, Half>(store.Bytes(input.Index));
            for (var i = 0; i < results.Length; i++) results[i] = (float)halves[i];
            return;
        }

        var integers = store.Integers(input.Index, input.ZeroPoint());
        for (var i = 0; i < results.Length; i++) results[i] = input.Scale() * integers[i];
    }

    public static void Run(TensorStore store, Normalise step)
    {
        var bytes = store.Bytes(step.Inputs[0]);
        var results = store.WritableFloats(step.Output);
        var (means, deviations) = (step.Normalisation.Mean, step.Normalisation.Deviation);
        for (var i = 0; i < results.Length; i++) results[i] = (bytes[i] - means[i % means.Length]) / deviations[i % means.Length];
    }

    // Values beyond 32 bits saturate here rather than wrap when the zero-point is added.
    private static int QuantiseFloat(float x, float scale, int zeroPoint, Bounds<int> bounds) =>
        (int)Math.Clamp((long)FixedPoint.RoundAway(x / scale) + zeroPoint, bounds.Least, bounds.Greatest);
}
