using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>DEPTHWISE_CONV_2D of bytes in integers, with any depth multiplier, to the bit as TensorFlow Lite's reference kernels.</summary>
/// <remarks>
/// <para>Grid: (width / tileX, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word; weights and channels as
/// <see cref="QuantisedWeights"/> packs them.</para>
/// <para>Cost, for each tap: one word of weights and tileX words read (four times as many with a multiplier above one), 4 * tileX
/// multiply-adds.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="weights">Weights, one word a tap.</param>
/// <param name="channels">Bias, multipliers and exponents.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output.</param>
/// <param name="inputChannels">Channels of the input, so that channels that only fill up a slice read a real one.</param>
/// <param name="multiplier">Output channels of an input channel.</param>
/// <param name="window">Taps, stride, dilation and padding.</param>
/// <param name="sourceZeroPoint">The zero-point of the input.</param>
/// <param name="weightsZeroPoint">The zero-point of the weights.</param>
/// <param name="range">The output's zero-point and range.</param>
/// <param name="tileX">Pixels of an invocation.</param>
[Kernel(8, 4, 1, ReadsTexels = true)]
internal readonly partial struct QuantisedDepthwiseConv2D(
    ReadTensor<uint> source,
    ReadTensor<uint> weights,
    ReadTensor<Int4> channels,
    WriteTensor<uint> destination,
    int inputSlices,
    int outputSlices,
    int inputChannels,
    int multiplier,
    Window window,
    int sourceZeroPoint,
    int weightsZeroPoint,
    ByteRange range,
    [Structural(1, 4)] int tileX)
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
        var bias = channels.Read(QuantisedWeights.Bias, 0, outputSlice);
        for (var i = 0; i < tileX; i++) sums[i] = bias;

        for (var ky = 0; ky < window.KernelY; ky++)
        {
            var sourceY = top + (ky * window.DilationY);
            if (sourceY < 0 || sourceY >= source.Height) continue;
            for (var kx = 0; kx < window.KernelX; kx++)
            {
                var weight = UnpackInt8(weights.Read((ky * window.KernelX) + kx, 0, outputSlice)) - weightsZeroPoint;
                for (var i = 0; i < tileX; i++)
                {
                    var sourceX = ((left + i) * window.StrideX) - window.PadX + (kx * window.DilationX);
                    var pixel = Pixel(Clamp(sourceX, 0, source.Width - 1), sourceY, inputLayer, outputSlice) - sourceZeroPoint;
                    var isInside = sourceX >= 0 && sourceX < source.Width;
                    sums[i] += isInside ? pixel * weight : new Int4(0);
                }
            }
        }

        var multipliers = channels.Read(QuantisedWeights.Multipliers, 0, outputSlice);
        var exponents = channels.Read(QuantisedWeights.Exponents, 0, outputSlice);
        for (var i = 0; i < tileX; i++)
        {
            if (left + i < destination.Width)
            {
                var result = FixedPoint.Output(sums[i], multipliers, exponents, range.ZeroPoint, range.Low, range.High);
                destination.Write(left + i, y, layer, PackInt8(result));
            }
        }
    }

    private Int4 Pixel(int x, int y, int inputLayer, int outputSlice)
    {
        if (multiplier == 1) return UnpackInt8(source.Read(x, y, inputLayer + outputSlice));
        var channel = outputSlice * 4;
        return new Int4(
            Channel(x, y, inputLayer, channel),
            Channel(x, y, inputLayer, channel + 1),
            Channel(x, y, inputLayer, channel + 2),
            Channel(x, y, inputLayer, channel + 3));
    }

    private int Channel(int x, int y, int inputLayer, int outputChannel)
    {
        var channel = Min(outputChannel / multiplier, inputChannels - 1);
        return UnpackInt8(source.Read(x, y, inputLayer + (channel / 4)))[channel % 4];
    }
}
