using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>
/// DEPTHWISE_CONV_2D with a depth multiplier of one, 3 x 3 taps and equal strides: pixels that several windows share are read once.
/// </summary>
/// <remarks>
/// <para>Grid: that of <see cref="WindowTiles"/>. An invocation computes a tile of tileX x tileY pixels of one slice, row by row of
/// the input.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice); weights as <see cref="DepthwiseWeights"/> packs
/// them.</para>
/// <para>Cost: 9 weights and ((tileX - 1) * stride + 3) * ((tileY - 1) * stride + 3) pixels read, 36 * tileX * tileY
/// multiply-adds.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="weights">Bias and weights.</param>
/// <param name="destination">The output.</param>
/// <param name="slices">Slices of one image.</param>
/// <param name="padX">Taps of the first window that lie before the image along x.</param>
/// <param name="padY">Taps of the first window that lie before the image along y.</param>
/// <param name="activation">The range of the result.</param>
/// <param name="stride">Pixels from one window to the next along both axes.</param>
/// <param name="tileX">Pixels of an invocation along x.</param>
/// <param name="tileY">Pixels of an invocation along y.</param>
[Kernel(32, ReadsTexels = true)]
[Combination(1, 4, 2)]
[Combination(2, 4, 1)]
internal readonly partial struct DepthwiseConv2D3x3(
    ReadTensor<Float4> source,
    ReadTensor<Float4> weights,
    WriteTensor<Float4> destination,
    int slices,
    int padX,
    int padY,
    ActivationRange activation,
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
        for (var tap = 0; tap < 9; tap++) taps[tap] = weights.Read(1 + tap, 0, slice);
        Span<Float4> sums = stackalloc Float4[tileX * tileY];
        var bias = weights.Read(0, 0, slice);
        for (var i = 0; i < tileX * tileY; i++) sums[i] = bias;

        Span<Float4> pixels = stackalloc Float4[((tileX - 1) * stride) + 3];
        for (var row = 0; row < ((tileY - 1) * stride) + 3; row++)
        {
            var y = (top * stride) - padY + row;
            var isRowInside = y >= 0 && y < source.Height;
            var nearestY = Clamp(y, 0, source.Height - 1);
            for (var column = 0; column < ((tileX - 1) * stride) + 3; column++)
            {
                var x = (left * stride) - padX + column;
                var pixel = source.Read(Clamp(x, 0, source.Width - 1), nearestY, layer);
                pixels[column] = isRowInside && x >= 0 && x < source.Width ? pixel : new Float4(0f);
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

        for (var j = 0; j < tileY; j++)
        {
            for (var i = 0; i < tileX; i++)
            {
                if (left + i < destination.Width && top + j < destination.Height)
                {
                    var result = Clamp(sums[(j * tileX) + i], new Float4(activation.Low), new Float4(activation.High));
                    destination.Write(left + i, top + j, layer, result);
                }
            }
        }
    }
}
