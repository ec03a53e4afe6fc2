using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>DEPTHWISE_CONV_2D with a depth multiplier of one: each channel with its own window of weights.</summary>
/// <remarks>
/// <para>Grid: (width / tileX, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice); weights as <see cref="DepthwiseWeights"/> packs
/// them.</para>
/// <para>Cost, for each tap: one weight and tileX pixels read, 4 * tileX multiply-adds.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="weights">Bias and weights.</param>
/// <param name="destination">The output.</param>
/// <param name="slices">Slices of one image.</param>
/// <param name="window">Taps, stride, dilation and padding.</param>
/// <param name="activation">The range of the result.</param>
/// <param name="tileX">Pixels of an invocation.</param>
[Kernel(8, 4, 1, ReadsTexels = true)]
internal readonly partial struct DepthwiseConv2D(
    ReadTensor<Float4> source,
    ReadTensor<Float4> weights,
    WriteTensor<Float4> destination,
    int slices,
    Window window,
    ActivationRange activation,
    [Structural(1, 4)] int tileX)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var left = at.X * tileX;
        var y = at.Y;
        var layer = at.Z;
        if (left >= destination.Width || y >= destination.Height || layer >= destination.Layers) return;

        var slice = layer % slices;
        var top = (y * window.StrideY) - window.PadY;
        Span<Float4> sums = stackalloc Float4[tileX];
        var bias = weights.Read(0, 0, slice);
        for (var i = 0; i < tileX; i++) sums[i] = bias;

        for (var ky = 0; ky < window.KernelY; ky++)
        {
            var sourceY = top + (ky * window.DilationY);
            if (sourceY < 0 || sourceY >= source.Height) continue;
            for (var kx = 0; kx < window.KernelX; kx++)
            {
                var weight = weights.Read(1 + (ky * window.KernelX) + kx, 0, slice);
                for (var i = 0; i < tileX; i++)
                {
                    var sourceX = ((left + i) * window.StrideX) - window.PadX + (kx * window.DilationX);
                    var pixel = source.Read(Clamp(sourceX, 0, source.Width - 1), sourceY, layer);
                    var inside = sourceX >= 0 && sourceX < source.Width ? pixel : new Float4(0f);
                    sums[i] = MulAdd(weight, inside, sums[i]);
                }
            }
        }

        for (var i = 0; i < tileX; i++)
        {
            if (left + i < destination.Width)
                destination.Write(left + i, y, layer, Clamp(sums[i], new Float4(activation.Low), new Float4(activation.High)));
        }
    }
}
