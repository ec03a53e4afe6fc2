using System.Numerics;
using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>MEAN over any axes: sums in the input's order, divided by how many there are.</summary>
internal static class MeanReference
{
    public static void Run(TensorStore store, Mean step)
    {
        var (input, output) = (store[step.Inputs[0]], store[step.Output]);
        var count = (int)(input.Shape.ElementCount / output.Shape.ElementCount);
        if (!output.IsByte())
        {
            var sums = Sum(step, input.Shape, output.Shape, store.Floats(input.Index).ToArray());
            var means = store.WritableFloats(step.Output);
            for (var i = 0; i < means.Length; i++) means[i] = sums[i] / count;
            return;
        }

        var multiplier = DividedBy(FixedPoint.QuantiseMultiplier((double)input.Scale() / output.Scale()), count);
        var bounds = output.TypeBounds();
        var results = Sum(step, input.Shape, output.Shape, store.Integers(input.Index));
        for (var i = 0; i < results.Length; i++)
        {
            var sum = results[i] - (input.ZeroPoint() * count);
            results[i] = bounds.Clamp(FixedPoint.Requantise(sum, multiplier) + output.ZeroPoint());
        }

        store.WriteIntegers(step.Output, results);
    }

    /// <summary>The multiplier with 1 / count folded in, as exactly as 32 bits allow.</summary>
    private static QuantisedMultiplier DividedBy(QuantisedMultiplier multiplier, int count)
    {
        var shift = Math.Min(Math.Min(63 - BitOperations.LeadingZeroCount((ulong)count), 32), 31 + multiplier.Exponent);
        return new QuantisedMultiplier((int)(((long)multiplier.Multiplier << shift) / count), multiplier.Exponent - shift);
    }

    private static T[] Sum<T>(Mean step, Shape inputShape, Shape outputShape, T[] elements)
        where T : unmanaged, INumber<T>
    {
        var shape = FourExtents.Of(inputShape);
        Span<int> kept = [shape.E0, shape.E1, shape.E2, shape.E3];
        foreach (var axis in step.Axes) kept[axis + 4 - inputShape.Rank] = 1;
        var strides = new FourExtents(kept[0], kept[1], kept[2], kept[3]).BroadcastStrides();
        var sums = new T[outputShape.ElementCount];
        var at = 0;
        for (var i = 0; i < shape.E0; i++)
        {
            for (var j = 0; j < shape.E1; j++)
            {
                for (var k = 0; k < shape.E2; k++)
                {
                    for (var l = 0; l < shape.E3; l++) sums[strides.Index(i, j, k, l)] += elements[at++];
                }
            }
        }

        return sums;
    }
}
