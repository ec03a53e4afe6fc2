using System.Numerics;
using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>
/// DEPTHWISE_CONV_2D: out[n, y, x, c] = finish(sum over ky, kx of in[n, y', x', c / multiplier] * weights[0, ky, kx, c]), taps
/// outside skipped.
/// </summary>
internal static class DepthwiseConvolutionReference
{
    public static void Run(TensorStore store, DepthwiseConv2D step)
    {
        if (store[step.Output].IsByte())
            store.WriteIntegers(step.Output, Convolve(store, step, Accumulators.Integers(store, step, step.Activation)));
        else
            Convolve(store, step, Accumulators.Floats(store, step, step.Activation)).CopyTo(store.WritableFloats(step.Output));
    }

    private static T[] Convolve<T>(TensorStore store, DepthwiseConv2D step, Accumulator<T> accumulator)
        where T : unmanaged, INumber<T>
    {
        var input = store[step.Inputs[0]].Shape.ToNhwc();
        var output = store[step.Output].Shape.ToNhwc();
        var weights = store[step.Inputs[1]].Shape;
        var (filterHeight, filterWidth) = (weights[1], weights[2]);
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
                for (var c = 0; c < output.Channels; c++)
                {
                    var sum = T.Zero;
                    for (var ky = firstY; ky < endY; ky++)
                    {
                        var inputRow = ((n * input.Height) + rows.Pixel(y, ky)) * input.Width;
                        for (var kx = firstX; kx < endX; kx++)
                        {
                            var pixel = (inputRow + columns.Pixel(x, kx)) * input.Channels;
                            var tap = ((ky * filterWidth) + kx) * output.Channels;
                            sum += accumulator.Input[pixel + (c / step.DepthMultiplier)] * accumulator.Weights[tap + c];
                        }
                    }

                    results[at + c] = accumulator.Finish(c, sum);
                }
            }
        });
        return results;
    }
}
