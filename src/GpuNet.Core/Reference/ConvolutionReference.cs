using System.Numerics;
using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>CONV_2D: out[n, y, x, o] = finish(sum over ky, kx, i of in[n, y', x', i] * weights[o, ky, kx, i]), taps outside skipped.</summary>
internal static class ConvolutionReference
{
    public static void Run(TensorStore store, Conv2D step)
    {
        if (store[step.Output].IsByte())
            store.WriteIntegers(step.Output, Convolve(store, step, Accumulators.Integers(store, step, step.Activation)));
        else
            Convolve(store, step, Accumulators.Floats(store, step, step.Activation)).CopyTo(store.WritableFloats(step.Output));
    }

    private static T[] Convolve<T>(TensorStore store, Conv2D step, Accumulator<T> accumulator)
        where T : unmanaged, INumber<T>
    {
        var input = store[step.Inputs[0]].Shape.ToNhwc();
        var output = store[step.Output].Shape.ToNhwc();
        var weights = store[step.Inputs[1]].Shape;
        var (filterHeight, filterWidth, depth) = (weights[1], weights[2], weights[3]);
        var rows = new Window(step.Padding, input.Height, output.Height, filterHeight, step.StrideY, step.DilationY);
        var columns = new Window(step.Padding, input.Width, output.Width, filterWidth, step.StrideX, step.DilationX);
        var results = new T[store[step.Output].Shape.ElementCount];

        Parallel.For(0, output.Batch * output.Height, row =>
        {
            var (n, y) = (row / output.Height, row % output.Height);
            var (firstY, endY) = rows.TapsInside(y);
            for (var x = 0; x < output.Width; x++)
            {
                var (firstX, endX) = columns.TapsInside(x);
                var at = ((row * output.Width) + x) * output.Channels;
                for (var o = 0; o < output.Channels; o++)
                {
                    var sum = T.Zero;
                    for (var ky = firstY; ky < endY; ky++)
                    {
                        var inputRow = ((n * input.Height) + rows.Pixel(y, ky)) * input.Width;
                        var weightRow = ((o * filterHeight) + ky) * filterWidth;
                        for (var kx = firstX; kx < endX; kx++)
                        {
                            var pixel = accumulator.Input.AsSpan((inputRow + columns.Pixel(x, kx)) * depth, depth);
                            var tap = accumulator.Weights.AsSpan((weightRow + kx) * depth, depth);
                            for (var i = 0; i < pixel.Length; i++) sum += pixel[i] * tap[i];
                        }
                    }

                    results[at + o] = accumulator.Finish(o, sum);
                }
            }
        });
        return results;
    }
}
