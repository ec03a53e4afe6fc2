using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>
/// CONV_2D of bytes for devices that multiply floats faster than integers. Its sums are integers all the same, to the last bit.
/// </summary>
/// <remarks>
/// <para>Grid: (width / tileX, height, batch * slices / tileSlices) of the output, rounded up. An invocation computes tileX pixels of a
/// row for tileSlices slices.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word; weights as
/// <see cref="QuantisedWeights.PackTransposed"/> packs them, factors in short form.</para>
/// <para>Why floats are exact here: see <see cref="QuantisedWeights.SumsFitFloats"/>. See <see cref="QuantisedConv2D"/> for how the
/// zero-points are taken out of the sum.</para>
/// <para>Cost, for each tap and input slice: tileX words and tileSlices texels read and unpacked, 16 * tileX * tileSlices
/// multiply-adds.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="weights">Bias, multipliers, exponents and weights.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output; a multiple of tileSlices unless the batch is one.</param>
/// <param name="window">Taps, stride, dilation and padding.</param>
/// <param name="outside">What a tap outside the image reads: the input's zero-point in every byte.</param>
/// <param name="weightsZeroPoint">The zero-point of the weights.</param>
/// <param name="range">The output's zero-point and range.</param>
/// <param name="tileX">Pixels of an invocation.</param>
/// <param name="tileSlices">Slices of an invocation.</param>
[Kernel(8, 4, 1, ReadsTexels = true)]
internal readonly partial struct QuantisedFloatConv2D(
    ReadTensor<uint> source,
    ReadTensor<Int4> weights,
    WriteTensor<uint> destination,
    int inputSlices,
    int outputSlices,
    Window window,
    uint outside,
    int weightsZeroPoint,
    ByteRange range,
    [Structural(8)] int tileX,
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
        Span<float> pixelSums = stackalloc float[tileX];
        Span<Float4> pixels = stackalloc Float4[tileX];
        for (var ky = 0; ky < window.KernelY; ky++)
        {
            var sourceY = top + (ky * window.DilationY);
            var isRowInside = sourceY >= 0 && sourceY < source.Height;
            var nearestY = Clamp(sourceY, 0, source.Height - 1);
            for (var kx = 0; kx < window.KernelX; kx++)
            {
                var tap = (ky * window.KernelX) + kx;
                for (var slice = 0; slice < inputSlices; slice++)
                {
                    for (var i = 0; i < tileX; i++)
                    {
                        var sourceX = ((left + i) * window.StrideX) - window.PadX + (kx * window.DilationX);
                        var word = source.Read(Clamp(sourceX, 0, source.Width - 1), nearestY, inputLayer + slice);
                        pixels[i] = (Float4)UnpackInt8(isRowInside && sourceX >= 0 && sourceX < source.Width ? word : outside);
                        pixelSums[i] += pixels[i].X + pixels[i].Y + pixels[i].Z + pixels[i].W;
                    }

                    for (var s = 0; s < tileSlices; s++)
                    {
                        var block = weights.Read(QuantisedWeights.First + slice, tap, Min(outputSlice + s, outputSlices - 1));
                        var w0 = (Float4)UnpackInt8((uint)block.X);
                        var w1 = (Float4)UnpackInt8((uint)block.Y);
                        var w2 = (Float4)UnpackInt8((uint)block.Z);
                        var w3 = (Float4)UnpackInt8((uint)block.W);
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
            var row = Min(outputSlice + s, outputSlices - 1);
            var bias = weights.Read(QuantisedWeights.Bias, 0, row);
            var multipliers = weights.Read(QuantisedWeights.Multipliers, 0, row);
            var exponents = weights.Read(QuantisedWeights.Exponents, 0, row);
            for (var i = 0; i < tileX; i++)
            {
                var total = (Int4)sums[i] - new Int4(weightsZeroPoint * (int)pixelSums[i]) + bias;
                var result = FixedPoint.OutputShort(total, multipliers, exponents, range.ZeroPoint, range.Low, range.High);
                if (left + i < destination.Width && outputSlice + s < outputSlices) destination.Write(left + i, y, layer + s, PackInt8(result));
            }

            // See QuantisedPointwiseConv2D.
            for (var i = 0; i < tileX * (tileSlices - 1); i++) sums[i] = sums[i + tileX];
        }
    }
}
