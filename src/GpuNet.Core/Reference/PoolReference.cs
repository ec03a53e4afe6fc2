using System.Numerics;
using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D over the taps inside the image.</summary>
internal static class PoolReference
{
    public static void Run(TensorStore store, Pool2D step)
    {
        var output = store[step.Output];
        var isAverage = step.Kind == PoolKind.Average;
        if (!output.IsByte())
        {
            var bounds = QuantisedTensors.FloatBounds(step.Activation);
            var input = store.Floats(step.Inputs[0]).ToArray();
            var results = isAverage
                ? Pool(store, step, input, 0f, static (sum, value) => sum + value, (sum, count) => bounds.Clamp(sum / count))
                : Pool(store, step, input, float.NegativeInfinity, MathF.Max, (greatest, _) => bounds.Clamp(greatest));
            results.CopyTo(store.WritableFloats(step.Output));
            return;
        }

        var range = output.ActivationBounds(step.Activation);
        var isSigned = output.Type == ElementType.Int8;
        var integers = store.Integers(step.Inputs[0]);
        store.WriteIntegers(step.Output, isAverage
            ? Pool(store, step, integers, 0, static (sum, value) => sum + value, (sum, count) => range.Clamp(Average(sum, count, isSigned)))
            : Pool(store, step, integers, int.MinValue, Math.Max, (greatest, _) => range.Clamp(greatest)));
    }

    /// <summary>The mean, rounded half up for UInt8 and half away from zero for Int8.</summary>
    private static int Average(int sum, int count, bool isSigned) =>
        isSigned && sum <= 0 ? (sum - (count / 2)) / count : (sum + (count / 2)) / count;

    private static T[] Pool<T>(
        TensorStore store, Pool2D step, T[] elements, T start, Func<T, T, T> combine, Func<T, int, T> finish)
        where T : unmanaged, INumber<T>
    {
        var input = store[step.Inputs[0]].Shape.ToNhwc();
        var output = store[step.Output].Shape.ToNhwc();
        var rows = new Window(step.Padding, input.Height, output.Height, step.FilterY, step.StrideY);
        var columns = new Window(step.Padding, input.Width, output.Width, step.FilterX, step.StrideX);
        var results = new T[store[step.Output].Shape.ElementCount];
        for (var n = 0; n < output.Batch; n++)
        {
            for (var y = 0; y < output.Height; y++)
            {
                var (firstY, endY) = rows.TapsInside(y);
                for (var x = 0; x < output.Width; x++)
                {
                    var (firstX, endX) = columns.TapsInside(x);
                    var at = ((((n * output.Height) + y) * output.Width) + x) * output.Channels;
                    for (var c = 0; c < output.Channels; c++)
                    {
                        var value = start;
                        for (var ky = firstY; ky < endY; ky++)
                        {
                            for (var kx = firstX; kx < endX; kx++)
                            {
                                var pixel = (((n * input.Height) + rows.Pixel(y, ky)) * input.Width) + columns.Pixel(x, kx);
                                value = combine(value, elements[(pixel * input.Channels) + c]);
                            }
                        }

                        results[at + c] = finish(value, (endY - firstY) * (endX - firstX));
                    }
                }
            }
        }

        return results;
    }
}
