using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>
/// DEPTHWISE_CONV_2D of bytes with a depth multiplier of one, 3 x 3 taps and equal strides: pixels that several windows share are read
/// and unpacked once. Its sums are integers, to the last bit.
/// </summary>
/// <remarks>
/// <para>Grid: that of <see cref="WindowTiles"/>. An invocation computes a tile of tileX x tileY pixels of one slice, row by row of
/// the input.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word; weights and channels as
/// <see cref="QuantisedWeights"/> packs them, the input's zero-point in the bias and factors in short form.</para>
/// <para>Why floats are exact here: a pixel is an integer of at most 128 and a weight less its zero-point one of at most 255, so nine
/// products add up to at most 293760, and a float holds every integer up to 2^24.</para>
/// <para>Cost: 9 words of weights and ((tileX - 1) * stride + 3) * ((tileY - 1) * stride + 3) words of pixels read, 36 * tileX * tileY
/// multiply-adds.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="weights">Weights, one word a tap.</param>
/// <param name="channels">Bias, multipliers and exponents.</param>
/// <param name="destination">The output.</param>
/// <param name="slices">Slices of one image.</param>
/// <param name="padX">Taps of the first window that lie before the image along x.</param>
/// <param name="padY">Taps of the first window that lie before the image along y.</param>
/// <param name="outside">What a tap outside the image reads: the input's zero-point in every byte.</param>
/// <param name="weightsZeroPoint">The zero-point of the weights.</param>
/// <param name="range">The output's zero-point and range.</param>
/// <param name="stride">Pixels from one window to the next along both axes.</param>
/// <param name="tileX">Pixels of an invocation along x.</param>
/// <param name="tileY">Pixels of an invocation along y.</param>
[Kernel(32, ReadsTexels = true)]
[Combination(1, 4, 2)]
[Combination(2, 4, 1)]
internal readonly partial struct QuantisedDepthwiseConv2D3x3(
    ReadTensor<uint> source,
    ReadTensor<uint> weights,
    ReadTensor<Int4> channels,
    WriteTensor<uint> destination,
    int slices,
    int padX,
    int padY,
    uint outside,
    int weightsZeroPoint,
    ByteRange range,
    [Structural(1, 2)] int stride,
    [Structural(4)] int tileX,
    [Structural(1, 2)] int tileY)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var tilesX = (destination.Width + tileX - 1) / tileX;
        var tilesY = (destination.Height + tileY - 1) / tileY;
        var tile = PixelTiles.TileOf(at);
        var left = tile % tilesX * tileX;
        var top = tile / tilesX % tilesY * tileY;
        var layer = tile / (tilesX * tilesY);
        if (layer >= destination.Layers) return;

        var slice = layer % slices;
        Span<Float4> taps = stackalloc Float4[9];
        for (var tap = 0; tap < 9; tap++) taps[tap] = (Float4)(UnpackInt8(weights.Read(tap, 0, slice)) - weightsZeroPoint);
        Span<Float4> sums = stackalloc Float4[tileX * tileY];
        Span<Float4> pixels = stackalloc Float4[((tileX - 1) * stride) + 3];
        for (var row = 0; row < ((tileY - 1) * stride) + 3; row++)
        {
            var y = (top * stride) - padY + row;
            var isRowInside = y >= 0 && y < source.Height;
            var nearestY = Clamp(y, 0, source.Height - 1);
            for (var column = 0; column < ((tileX - 1) * stride) + 3; column++)
            {
                var x = (left * stride) - padX + column;
                var word = source.Read(Clamp(x, 0, source.Width - 1), nearestY, layer);
                pixels[column] = (Float4)UnpackInt8(isRowInside && x >= 0 && x < source.Width ? word : outside);
            }

            for (var j = 0; j < tileY; j++)
            {
                if (row >= j * stride && row < (j * stride) + 3)
                {
                    for (var i = 0; i < tileX; i++)
                    {
                        for (var tap = 0; tap < 3; tap++)
                            sums[(j * tileX) + i] = MulAdd(taps[((row - (j * stride)) * 3) + tap], pixels[(i * stride) + tap], sums[(j * tileX) + i]);
                    }
                }
            }
        }

        var bias = channels.Read(QuantisedWeights.Bias, 0, slice);
        var multipliers = channels.Read(QuantisedWeights.Multipliers, 0, slice);
        var exponents = channels.Read(QuantisedWeights.Exponents, 0, slice);
        for (var j = 0; j < tileY; j++)
        {
            for (var i = 0; i < tileX; i++)
            {
                var result = FixedPoint.OutputShort((Int4)sums[i] + bias, multipliers, exponents, range.ZeroPoint, range.Low, range.High);
                if (left + i < destination.Width && top + j < destination.Height) destination.Write(left + i, top + j, layer, PackInt8(result));
            }

            // See QuantisedPointwiseConv2D.
            for (var i = 0; i < tileX * (tileY - 1); i++) sums[i] = sums[i + tileX];
        }
    }
}
