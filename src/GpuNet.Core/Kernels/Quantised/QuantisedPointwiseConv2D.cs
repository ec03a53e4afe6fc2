using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>
/// CONV_2D of bytes with one tap, stride 1 and no padding, for devices that multiply floats faster than integers. Its sums are
/// integers all the same, to the last bit.
/// </summary>
/// <remarks>
/// <para>Grid: that of <see cref="PixelTiles"/>. An invocation computes tilePixels pixels, neighbours in the order of memory, for
/// tileSlices slices.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word; weights as
/// <see cref="QuantisedWeights.PackTransposed"/> packs them, factors in short form.</para>
/// <para>Why floats are exact here: see <see cref="QuantisedWeights.SumsFitFloats"/>.</para>
/// <para>Cost, for each round over an input slice: tilePixels words and tileSlices texels read and unpacked, 16 * tilePixels * tileSlices
/// multiply-adds. See <see cref="QuantisedConv2D"/> for how the zero-points are taken out of the sum.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="weights">Bias, multipliers, exponents and weights.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output; a multiple of tileSlices unless the batch is one.</param>
/// <param name="weightsZeroPoint">The zero-point of the weights.</param>
/// <param name="range">The output's zero-point and range.</param>
/// <param name="tilePixels">Pixels of an invocation.</param>
/// <param name="tileSlices">Slices of an invocation.</param>
[Kernel(32, ReadsTexels = true)]
[Combination(1, 1)]
[Combination(4, 1)]
[Combination(8, 1)]
[Combination(8, 2)]
[Combination(8, 4)]
internal readonly partial struct QuantisedPointwiseConv2D(
    ReadTensor<uint> source,
    ReadTensor<Int4> weights,
    WriteTensor<uint> destination,
    int inputSlices,
    int outputSlices,
    int weightsZeroPoint,
    ByteRange range,
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
        var firstPixel = tile % pixelTiles * tilePixels;
        var layer = tile / pixelTiles * tileSlices;
        if (layer >= destination.Layers) return;

        var outputSlice = layer % outputSlices;
        var inputLayer = layer / outputSlices * inputSlices;
        Span<int> xs = stackalloc int[tilePixels];
        Span<int> ys = stackalloc int[tilePixels];
        for (var i = 0; i < tilePixels; i++)
        {
            var pixel = Min(firstPixel + i, pixelCount - 1);
            ys[i] = pixel / width;
            xs[i] = pixel % width;
        }

        Span<Float4> sums = stackalloc Float4[tilePixels * tileSlices];
        Span<float> pixelSums = stackalloc float[tilePixels];
        Span<Float4> pixels = stackalloc Float4[tilePixels];
        for (var slice = 0; slice < inputSlices; slice++)
        {
            for (var i = 0; i < tilePixels; i++)
            {
                pixels[i] = (Float4)UnpackInt8(source.Read(xs[i], ys[i], inputLayer + slice));
                pixelSums[i] += pixels[i].X + pixels[i].Y + pixels[i].Z + pixels[i].W;
            }

            for (var s = 0; s < tileSlices; s++)
            {
                var block = weights.Read(QuantisedWeights.First + slice, 0, Min(outputSlice + s, outputSlices - 1));
                var w0 = (Float4)UnpackInt8((uint)block.X);
                var w1 = (Float4)UnpackInt8((uint)block.Y);
                var w2 = (Float4)UnpackInt8((uint)block.Z);
                var w3 = (Float4)UnpackInt8((uint)block.W);
                for (var i = 0; i < tilePixels; i++)
                {
                    var sum = MulAdd(w0, pixels[i].X, sums[(s * tilePixels) + i]);
                    sum = MulAdd(w1, pixels[i].Y, sum);
                    sum = MulAdd(w2, pixels[i].Z, sum);
                    sums[(s * tilePixels) + i] = MulAdd(w3, pixels[i].W, sum);
                }
            }
        }

        for (var s = 0; s < tileSlices; s++)
        {
            var row = Min(outputSlice + s, outputSlices - 1);
            var bias = weights.Read(QuantisedWeights.Bias, 0, row);
            var multipliers = weights.Read(QuantisedWeights.Multipliers, 0, row);
            var exponents = weights.Read(QuantisedWeights.Exponents, 0, row);
            for (var i = 0; i < tilePixels; i++)
            {
                var result = FixedPoint.OutputShort((Int4)sums[i] - new Int4(weightsZeroPoint * (int)pixelSums[i]) + bias, multipliers, exponents, range.ZeroPoint, range.Low, range.High);
                if (firstPixel + i < pixelCount && outputSlice + s < outputSlices) destination.Write(xs[i], ys[i], layer + s, PackInt8(result));
            }

            // The sums of the next slice move up, so that one copy of this body serves all slices: unrolled, it would be most of the kernel.
            for (var i = 0; i < tilePixels * (tileSlices - 1); i++) sums[i] = sums[i + tilePixels];
        }
    }
}
