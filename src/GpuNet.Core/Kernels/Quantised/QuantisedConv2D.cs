using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>CONV_2D of bytes in integers, to the bit as TensorFlow Lite's reference kernels.</summary>
/// <remarks>
/// <para>Grid: (width / tileX, height, batch * slices) of the output, rounded up. An invocation computes tileX pixels of a row
/// for one slice.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word; weights as
/// <see cref="QuantisedWeights"/> packs them.</para>
/// <para>The sum of (q - z)(w - zw) is taken apart: the bias has -z * sum(w - zw) folded in, which holds because taps outside the
/// image read as z; what is left is sum(q * w) - zw * sum(q), dot products of four bytes.</para>
/// <para>Cost, for each tap and input slice: one texel of 16 weights and tileX words read, 4 * tileX dot products.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="weights">Bias, multipliers, exponents and weights.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output.</param>
/// <param name="window">Taps, stride, dilation and padding.</param>
/// <param name="outside">What a tap outside the image reads: the input's zero-point in every byte.</param>
/// <param name="weightsZeroPoint">The zero-point of the weights.</param>
/// <param name="range">The output's zero-point and range.</param>
/// <param name="tileX">Pixels of an invocation.</param>
[Kernel(8, 4, 1, ReadsTexels = true)]
internal readonly partial struct QuantisedConv2D(
    ReadTensor<uint> source,
    ReadTensor<Int4> weights,
    WriteTensor<uint> destination,
    int inputSlices,
    int outputSlices,
    Window window,
    uint outside,
    int weightsZeroPoint,
    ByteRange range,
    [Structural(1, 4, 8)] int tileX)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var left = at.X * tileX;
        var y = at.Y;
        var layer = at.Z;
        if (left >= destination.Width || y >= destination.Height || layer >= destination.Layers) return;

        var outputSlice = layer % outputSlices;
        var inputLayer = layer / outputSlices * inputSlices;
        var top = (y * window.StrideY) - window.PadY;

        Span<Int4> sums = stackalloc Int4[tileX];
        Span<uint> words = stackalloc uint[tileX];
        var bias = weights.Read(QuantisedWeights.Bias, 0, outputSlice);
        for (var i = 0; i < tileX; i++) sums[i] = bias;

        for (var ky = 0; ky < window.KernelY; ky++)
        {
            var sourceY = top + (ky * window.DilationY);
            var isRowInside = sourceY >= 0 && sourceY < source.Height;
            var row = Clamp(sourceY, 0, source.Height - 1);
            for (var kx = 0; kx < window.KernelX; kx++)
            {
                var tap = (ky * window.KernelX) + kx;
                for (var slice = 0; slice < inputSlices; slice++)
                {
                    for (var i = 0; i < tileX; i++)
                    {
                        var sourceX = ((left + i) * window.StrideX) - window.PadX + (kx * window.DilationX);
                        var word = source.Read(Clamp(sourceX, 0, source.Width - 1), row, inputLayer + slice);
                        words[i] = isRowInside && sourceX >= 0 && sourceX < source.Width ? word : outside;
                    }

                    var block = weights.Read(QuantisedWeights.First + slice, tap, outputSlice);
                    for (var i = 0; i < tileX; i++)
                    {
                        var word = words[i];
                        var products = new Int4(
                            DotInt8(word, (uint)block.X), DotInt8(word, (uint)block.Y), DotInt8(word, (uint)block.Z), DotInt8(word, (uint)block.W));
                        sums[i] += products;
                        if (weightsZeroPoint != 0) sums[i] -= new Int4(weightsZeroPoint * DotInt8(word, 0x01010101u));
                    }
                }
            }
        }

        var multipliers = weights.Read(QuantisedWeights.Multipliers, 0, outputSlice);
        var exponents = weights.Read(QuantisedWeights.Exponents, 0, outputSlice);
        for (var i = 0; i < tileX; i++)
        {
            if (left + i < destination.Width)
            {
                var result = FixedPoint.Output(sums[i], multipliers, exponents, range.ZeroPoint, range.Low, range.High);
                destination.Write(left + i, y, layer, PackInt8(result));
            }
        }
    }
}
