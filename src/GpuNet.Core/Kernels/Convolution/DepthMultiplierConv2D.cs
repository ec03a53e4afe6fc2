using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>DEPTHWISE_CONV_2D with a depth multiplier above one: output channel c reads input channel c / multiplier.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source (x, y, batch * input slices + slice); destination (x, y, batch * output slices + slice); weights as
/// <see cref="DepthwiseWeights"/> packs them.</para>
/// <para>Cost, for each tap: one weight and four pixels read, 4 multiply-adds.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="weights">Bias and weights.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output.</param>
/// <param name="multiplier">Output channels of an input channel.</param>
/// <param name="inputChannels">Channels of the input, so that channels that only fill up a slice read a real one.</param>
/// <param name="window">Taps, stride, dilation and padding.</param>
/// <param name="activation">The range of the result.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct DepthMultiplierConv2D(
    ReadTensor<Float4> source,
    ReadTensor<Float4> weights,
    WriteTensor<Float4> destination,
    int inputSlices,
    int outputSlices,
    int multiplier,
    int inputChannels,
    Window window,
    ActivationRange activation)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var layer = at.Z;
        if (at.X >= destination.Width || at.Y >= destination.Height || layer >= destination.Layers) return;

        var outputSlice = layer % outputSlices;
        var inputLayer = layer / outputSlices * inputSlices;
        var top = (at.Y * window.StrideY) - window.PadY;
        var left = (at.X * window.StrideX) - window.PadX;
        var sum = weights.Read(0, 0, outputSlice);
        for (var ky = 0; ky < window.KernelY; ky++)
        {
            var y = top + (ky * window.DilationY);
            if (y < 0 || y >= source.Height) continue;
            for (var kx = 0; kx < window.KernelX; kx++)
            {
                var x = left + (kx * window.DilationX);
                if (x < 0 || x >= source.Width) continue;
                var pixel = new Float4(
                    Channel(x, y, inputLayer, outputSlice * 4),
                    Channel(x, y, inputLayer, (outputSlice * 4) + 1),
                    Channel(x, y, inputLayer, (outputSlice * 4) + 2),
                    Channel(x, y, inputLayer, (outputSlice * 4) + 3));
                sum = MulAdd(weights.Read(1 + (ky * window.KernelX) + kx, 0, outputSlice), pixel, sum);
            }
        }

        destination.Write(at.X, at.Y, layer, Clamp(sum, new Float4(activation.Low), new Float4(activation.High)));
    }

    private float Channel(int x, int y, int inputLayer, int outputChannel)
    {
        var channel = Min(outputChannel / multiplier, inputChannels - 1);
        return source.Read(x, y, inputLayer + (channel / 4))[channel % 4];
    }
}
