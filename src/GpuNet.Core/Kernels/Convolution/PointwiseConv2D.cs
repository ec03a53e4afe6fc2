using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>
/// CONV_2D with one tap, stride 1 and no padding: a product of the pixels with a matrix.
/// </summary>
/// <remarks>
/// <para>Grid: that of <see cref="PixelTiles"/>. An invocation computes tilePixels pixels, neighbours in the order of memory, for
/// tileSlices slices, so each weight that it reads serves tilePixels pixels and each pixel tileSlices slices.</para>
/// <para>Layouts: source (x, y, batch * input slices + slice); weights as <see cref="ConvolutionWeights"/> packs them, with
/// one tap; destination (x, y, batch * output slices + slice).</para>
/// <para>Cost, for each round over an input slice: 4 * tileSlices weights and tilePixels pixels read, 16 * tilePixels * tileSlices
/// multiply-adds.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="weights">Bias and weights.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output; a multiple of tileSlices unless the batch is one.</param>
/// <param name="activation">The range of the result.</param>
/// <param name="tilePixels">Pixels of an invocation.</param>
/// <param name="tileSlices">Slices of an invocation.</param>
[Kernel(32, ReadsTexels = true, ComputesInHalves = true)]
[Combination(1, 1)]
[Combination(4, 1)]
[Combination(8, 1)]
[Combination(8, 2)]
[Combination(8, 4)]
internal readonly partial struct PointwiseConv2D(
    ReadTensor<Float4> source,
    ReadTensor<Float4> weights,
    WriteTensor<Float4> destination,
    int inputSlices,
    int outputSlices,
    ActivationRange activation,
    [Structural(1, 4, 8)] int tilePixels,
    [Structural(1, 2, 4)] int tileSlices)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var width = destination.Width;
        var pixelCount = width * destination.Height;
        var pixelTiles = (pixelCount + tilePixels - 1) / tilePixels;
        var tile = PixelTiles.TileOf(at);
        var first = tile % pixelTiles * tilePixels;
        var layer = tile / pixelTiles * tileSlices;
        if (layer >= destination.Layers) return;

        var outputSlice = layer % outputSlices;
        var inputLayer = layer / outputSlices * inputSlices;
        Span<int> xs = stackalloc int[tilePixels];
        Span<int> ys = stackalloc int[tilePixels];
        for (var i = 0; i < tilePixels; i++)
        {
            var pixel = Min(first + i, pixelCount - 1);
            ys[i] = pixel / width;
            xs[i] = pixel % width;
        }

        Span<Float4> sums = stackalloc Float4[tilePixels * tileSlices];
        for (var s = 0; s < tileSlices; s++)
        {
            var bias = weights.Read(0, 0, Min(outputSlice + s, outputSlices - 1));
            for (var i = 0; i < tilePixels; i++) sums[(s * tilePixels) + i] = bias;
        }

        Span<Float4> pixels = stackalloc Float4[tilePixels];
        for (var slice = 0; slice < inputSlices; slice++)
        {
            for (var i = 0; i < tilePixels; i++) pixels[i] = source.Read(xs[i], ys[i], inputLayer + slice);
            for (var s = 0; s < tileSlices; s++)
            {
                var row = Min(outputSlice + s, outputSlices - 1);
                var column = 1 + (slice * 4);
                var w0 = weights.Read(column, 0, row);
                var w1 = weights.Read(column + 1, 0, row);
                var w2 = weights.Read(column + 2, 0, row);
                var w3 = weights.Read(column + 3, 0, row);
                for (var i = 0; i < tilePixels; i++)
                {
                    var sum = sums[(s * tilePixels) + i];
                    sum = MulAdd(w0, pixels[i].X, sum);
                    sum = MulAdd(w1, pixels[i].Y, sum);
                    sum = MulAdd(w2, pixels[i].Z, sum);
                    sums[(s * tilePixels) + i] = MulAdd(w3, pixels[i].W, sum);
                }
            }
        }

        for (var s = 0; s < tileSlices; s++)
        {
            for (var i = 0; i < tilePixels; i++)
            {
                if (first + i < pixelCount && outputSlice + s < outputSlices)
                {
                    var result = Clamp(sums[(s * tilePixels) + i], new Float4(activation.Low), new Float4(activation.High));
                    destination.Write(xs[i], ys[i], layer + s, result);
                }
            }
        }
    }
}
