using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>
/// A depthwise separable convolution in one: DEPTHWISE_CONV_2D with a depth multiplier of one and 3 x 3 taps, then CONV_2D with one tap.
/// What lies between the two stays in shared memory.
/// </summary>
/// <remarks>
/// <para>Grid: that of <see cref="GroupsFor"/>. A workgroup computes 16 pixels, neighbours in the order of memory, of 32 slices. Round by round
/// its invocations compute the depthwise convolution of eight slices of the input at those pixels, two texels each, and then each
/// adds the eight slices' products to its tile of 4 pixels and 2 slices.</para>
/// <para>Layouts: source (x, y, batch * input slices + slice); depthwise weights as <see cref="DepthwiseWeights"/> packs them and pointwise
/// weights as <see cref="ConvolutionWeights"/> does; destination (x, y, batch * output slices + slice).</para>
/// <para>Cost: the depthwise part is computed once for every 32 slices of the output. It saves a dispatch, a barrier, and the writing
/// and reading of a tensor of the input's slices; it pays where memory is slower than that is worth.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="depthwise">Bias and weights of the depthwise convolution.</param>
/// <param name="pointwise">Bias and weights of the pointwise convolution.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output.</param>
/// <param name="strideX">Pixels from one window to the next along x.</param>
/// <param name="strideY">Pixels from one window to the next along y.</param>
/// <param name="padX">Taps of the first window that lie before the image along x.</param>
/// <param name="padY">Taps of the first window that lie before the image along y.</param>
/// <param name="between">The range of what the depthwise convolution gives.</param>
/// <param name="activation">The range of the result.</param>
[Kernel(GroupInvocations, ReadsTexels = true)]
internal readonly partial struct SeparableConv2D(
    ReadTensor<Float4> source,
    ReadTensor<Float4> depthwise,
    ReadTensor<Float4> pointwise,
    WriteTensor<Float4> destination,
    int inputSlices,
    int outputSlices,
    int strideX,
    int strideY,
    int padX,
    int padY,
    ActivationRange between,
    ActivationRange activation)
{
    private const int GroupInvocations = 64;
    private const int GroupPixels = 16;
    private const int RoundSlices = 8;
    private const int TilePixels = 4;
    private const int TileSlices = 2;
    private const int TilesAcross = GroupPixels / TilePixels;
    private const int GroupSlices = GroupInvocations / TilesAcross * TileSlices;

    /// <summary>The workgroups for an output.</summary>
    public static GridSize GroupsFor(NhwcExtents output) => new(
        ((output.Width * output.Height) + GroupPixels - 1) / GroupPixels, (output.Slices + GroupSlices - 1) / GroupSlices, output.Batch);

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var middle = at.Shared<Float4>(GroupPixels * RoundSlices);
        var pixelCount = destination.Width * destination.Height;
        var groupPixel = at.GroupX * GroupPixels;
        var tilePixel = at.LocalX % TilesAcross * TilePixels;
        var outputSlice = (at.GroupY * GroupSlices) + (at.LocalX / TilesAcross * TileSlices);

        Span<Float4> sums = stackalloc Float4[TilePixels * TileSlices];
        for (var s = 0; s < TileSlices; s++)
        {
            var bias = pointwise.Read(0, 0, Min(outputSlice + s, outputSlices - 1));
            for (var i = 0; i < TilePixels; i++) sums[(s * TilePixels) + i] = bias;
        }

        Span<Float4> pixels = stackalloc Float4[TilePixels];
        for (var first = 0; first < inputSlices; first += RoundSlices)
        {
            // Everybody is done with the round before.
            at.Barrier();
            for (var i = at.LocalX; i < GroupPixels * RoundSlices; i += GroupInvocations)
            {
                var slice = Min(first + (i / GroupPixels), inputSlices - 1);
                var pixel = Min(groupPixel + (i % GroupPixels), pixelCount - 1);
                middle[i] = Depthwise(pixel % destination.Width, pixel / destination.Width, slice, (at.GroupZ * inputSlices) + slice);
            }

            at.Barrier();
            var count = Min(RoundSlices, inputSlices - first);
            for (var slice = 0; slice < count; slice++)
            {
                for (var i = 0; i < TilePixels; i++) pixels[i] = middle[(slice * GroupPixels) + tilePixel + i];
                for (var s = 0; s < TileSlices; s++)
                {
                    var row = Min(outputSlice + s, outputSlices - 1);
                    var column = 1 + ((first + slice) * 4);
                    var w0 = pointwise.Read(column, 0, row);
                    var w1 = pointwise.Read(column + 1, 0, row);
                    var w2 = pointwise.Read(column + 2, 0, row);
                    var w3 = pointwise.Read(column + 3, 0, row);
                    for (var i = 0; i < TilePixels; i++)
                    {
                        var sum = sums[(s * TilePixels) + i];
                        sum = MulAdd(w0, pixels[i].X, sum);
                        sum = MulAdd(w1, pixels[i].Y, sum);
                        sum = MulAdd(w2, pixels[i].Z, sum);
                        sums[(s * TilePixels) + i] = MulAdd(w3, pixels[i].W, sum);
                    }
                }
            }
        }

        for (var s = 0; s < TileSlices; s++)
        {
            for (var i = 0; i < TilePixels; i++)
            {
                var pixel = groupPixel + tilePixel + i;
                if (pixel < pixelCount && outputSlice + s < outputSlices)
                {
                    var result = Clamp(sums[(s * TilePixels) + i], new Float4(activation.Low), new Float4(activation.High));
                    destination.Write(pixel % destination.Width, pixel / destination.Width, (at.GroupZ * outputSlices) + outputSlice + s, result);
                }
            }
        }
    }

    private Float4 Depthwise(int x, int y, int slice, int layer)
    {
        var sum = depthwise.Read(0, 0, slice);
        for (var ky = 0; ky < 3; ky++)
        {
            var sourceY = (y * strideY) - padY + ky;
            if (sourceY < 0 || sourceY >= source.Height) continue;
            for (var kx = 0; kx < 3; kx++)
            {
                var sourceX = (x * strideX) - padX + kx;
                var pixel = source.Read(Clamp(sourceX, 0, source.Width - 1), sourceY, layer);
                var inside = sourceX >= 0 && sourceX < source.Width ? pixel : new Float4(0f);
                sum = MulAdd(depthwise.Read(1 + (ky * 3) + kx, 0, slice), inside, sum);
            }
        }

        return Clamp(sum, new Float4(between.Low), new Float4(between.High));
    }
}
