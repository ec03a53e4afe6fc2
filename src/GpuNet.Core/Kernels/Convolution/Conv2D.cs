using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>CONV_2D with any window, stride, dilation and padding.</summary>
/// <remarks>
/// <para>Grid: (width / tileX, height, batch * slices / tileSlices) of the output, rounded up. An invocation computes tileX pixels of a
/// row for tileSlices slices.</para>
/// <para>Layouts: source (x, y, batch * input slices + slice); weights as <see cref="ConvolutionWeights"/> packs them;
/// destination (x, y, batch * output slices + slice).</para>
/// <para>Cost, for each tap and input slice: 4 * tileSlices weights and tileX pixels read, 16 * tileX * tileSlices
/// multiply-adds. Taps outside the image add zero.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="weights">Bias and weights.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output; a multiple of tileSlices unless the batch is one.</param>
/// <param name="window">Taps, stride, dilation and padding.</param>
/// <param name="activation">The range of the result.</param>
/// <param name="tileX">Pixels of an invocation.</param>
/// <param name="tileSlices">Slices of an invocation.</param>
[Kernel(8, 4, 1, ReadsTexels = true, ComputesInHalves = true)]
[Combination(1, 1)]
[Combination(4, 1)]
[Combination(8, 2)]
internal readonly partial struct Conv2D(
    ReadTensor<Float4> source,
    ReadTensor<Float4> weights,
    WriteTensor<Float4> destination,
    int inputSlices,
    int outputSlices,
    Window window,
    ActivationRange activation,
    [Structural(1, 4, 8)] int tileX,
    [Structural(1, 2)] int tileSlices)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var left = at.X * tileX;
        var y = at.Y;
        var layer = at.Z * tileSlices;
        if (left >= destination.Width || y >= destination.Height || layer >= destination.Layers) return;

        var outputSlice = layer % outputSlices;
        var inputLayer = layer / outputSlices * inputSlices;
        var top = (y * window.StrideY) - window.PadY;

        Span<Float4> sums = stackalloc Float4[tileX * tileSlices];
        for (var s = 0; s < tileSlices; s++)
        {
            var bias = weights.Read(0, 0, Min(outputSlice + s, outputSlices - 1));
            for (var i = 0; i < tileX; i++) sums[(s * tileX) + i] = bias;
        }

        Span<Float4> pixels = stackalloc Float4[tileX];
        for (var ky = 0; ky < window.KernelY; ky++)
        {
            var sourceY = top + (ky * window.DilationY);
            if (sourceY < 0 || sourceY >= source.Height) continue;
            for (var kx = 0; kx < window.KernelX; kx++)
            {
                var tap = (ky * window.KernelX) + kx;
                for (var slice = 0; slice < inputSlices; slice++)
                {
                    for (var i = 0; i < tileX; i++)
                    {
                        var sourceX = ((left + i) * window.StrideX) - window.PadX + (kx * window.DilationX);
                        var pixel = source.Read(Clamp(sourceX, 0, source.Width - 1), sourceY, inputLayer + slice);
                        pixels[i] = sourceX >= 0 && sourceX < source.Width ? pixel : new Float4(0f);
                    }

                    for (var s = 0; s < tileSlices; s++)
                    {
                        var row = Min(outputSlice + s, outputSlices - 1);
                        var column = 1 + (slice * 4);
                        var w0 = weights.Read(column, tap, row);
                        var w1 = weights.Read(column + 1, tap, row);
                        var w2 = weights.Read(column + 2, tap, row);
                        var w3 = weights.Read(column + 3, tap, row);
                        for (var i = 0; i < tileX; i++)
                        {
                            var sum = MulAdd(w0, pixels[i].X, sums[(s * tileX) + i]);
                            sum = MulAdd(w1, pixels[i].Y, sum);
                            sum = MulAdd(w2, pixels[i].Z, sum);
                            sums[(s * tileX) + i] = MulAdd(w3, pixels[i].W, sum);
                        }
                    }
                }
            }
        }

        for (var s = 0; s < tileSlices; s++)
        {
            for (var i = 0; i < tileX; i++)
            {
                if (left + i < destination.Width && outputSlice + s < outputSlices)
                {
                    var result = Clamp(sums[(s * tileX) + i], new Float4(activation.Low), new Float4(activation.High));
                    destination.Write(left + i, y, layer + s, result);
                }
            }
        }
    }
}
