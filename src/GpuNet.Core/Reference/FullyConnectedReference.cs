using System.Numerics;
using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>FULLY_CONNECTED: out[n, o] = finish(sum over i of in[n, i] * weights[o, i]).</summary>
internal static class FullyConnectedReference
{
    public static void Run(TensorStore store, FullyConnected step)
    {
        if (store[step.Output].IsByte())
            store.WriteIntegers(step.Output, Multiply(store, step, Accumulators.Integers(store, step, step.Activation)));
        else
            Multiply(store, step, Accumulators.Floats(store, step, step.Activation)).CopyTo(store.WritableFloats(step.Output));
    }

    private static T[] Multiply<T>(TensorStore store, FullyConnected step, Accumulator<T> accumulator)
        where T : unmanaged, INumber<T>
    {
        var weights = store[step.Inputs[1]].Shape;
        var (units, depth) = (weights[0], weights[1]);
        var results = new T[store[step.Output].Shape.ElementCount];
        Parallel.For(0, results.Length / units, n =>
        {
            var input = accumulator.Input.AsSpan(n * depth, depth);
            for (var o = 0; o < units; o++)
            {
                var row = accumulator.Weights.AsSpan(o * depth, depth);
                var sum = T.Zero;
                for (var i = 0; i < input.Length; i++) sum += input[i] * row[i];
                results[(n * units) + o] = accumulator.Finish(o, sum);
            }
        });
        return results;
    }
}
