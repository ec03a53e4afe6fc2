using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>ADD, SUB and MUL with broadcasting.</summary>
internal static class BinaryReference
{
    private const int SumLeftShift = 20;

    public static void Run(TensorStore store, Binary step)
    {
        var output = store[step.Output];
        if (output.IsByte())
        {
            var (a, b) = (store[step.Inputs[0]], store[step.Inputs[1]]);
            var bounds = output.ActivationBounds(step.Activation);
            var combine = step.Kind == BinaryKind.Mul ? Product(a, b, output) : Sum(a, b, output, step.Kind == BinaryKind.Sub);
            var results = Broadcast(
                store, step, store.Integers(a.Index, a.ZeroPoint()), store.Integers(b.Index, b.ZeroPoint()),
                (x, y) => bounds.Clamp(combine(x, y) + output.ZeroPoint()));
            store.WriteIntegers(step.Output, results);
            return;
        }

        var range = QuantisedTensors.FloatBounds(step.Activation);
        Func<float, float, float> compute = step.Kind switch
        {
            BinaryKind.Add => (x, y) => range.Clamp(x + y),
            BinaryKind.Sub => (x, y) => range.Clamp(x - y),
            _ => (x, y) => range.Clamp(x * y),
        };
        Broadcast(store, step, store.Floats(step.Inputs[0]).ToArray(), store.Floats(step.Inputs[1]).ToArray(), compute)
            .CopyTo(store.WritableFloats(step.Output));
    }

    /// <summary>Both operands are brought to twice the greater scale, with 20 bits to spare, and added there.</summary>
    private static Func<int, int, int> Sum(Tensor a, Tensor b, Tensor output, bool subtracts)
    {
        double twiceMaximum = 2 * MathF.Max(a.Scale(), b.Scale());
        var multiplierA = FixedPoint.QuantiseMultiplier(a.Scale() / twiceMaximum);
        var multiplierB = FixedPoint.QuantiseMultiplier(b.Scale() / twiceMaximum);
        var multiplier = FixedPoint.QuantiseMultiplier(twiceMaximum / (float)((1 << SumLeftShift) * output.Scale()));
        return (x, y) =>
        {
            var scaledX = FixedPoint.Requantise(x << SumLeftShift, multiplierA);
            var scaledY = FixedPoint.Requantise(y << SumLeftShift, multiplierB);
            return FixedPoint.Requantise(subtracts ? scaledX - scaledY : scaledX + scaledY, multiplier);
        };
    }

    private static Func<int, int, int> Product(Tensor a, Tensor b, Tensor output)
    {
        var scale = a.Scale() * b.Scale();
        var multiplier = FixedPoint.QuantiseMultiplier(scale / output.Scale());
        return (x, y) => FixedPoint.Requantise(x * y, multiplier);
    }

    private static T[] Broadcast<T>(TensorStore store, Binary step, T[] a, T[] b, Func<T, T, T> combine)
    {
        var shape = FourExtents.Of(store[step.Output].Shape);
        var stridesA = FourExtents.Of(store[step.Inputs[0]].Shape).BroadcastStrides();
        var stridesB = FourExtents.Of(store[step.Inputs[1]].Shape).BroadcastStrides();
        var results = new T[shape.Count];
        var at = 0;
        for (var i = 0; i < shape.E0; i++)
        {
            for (var j = 0; j < shape.E1; j++)
            {
                for (var k = 0; k < shape.E2; k++)
                {
                    for (var l = 0; l < shape.E3; l++) results[at++] = combine(a[stridesA.Index(i, j, k, l)], b[stridesB.Index(i, j, k, l)]);
                }
            }
        }

        return results;
    }
}
