using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>FULLY_CONNECTED, and CONV_2D of an image of one pixel: a product of a vector with a matrix.</summary>
/// <remarks>
/// <para>Grid: one workgroup of up to 32 invocations for each slice of the output and each image. The invocations share out
/// the input's slices and add up their sums in shared memory.</para>
/// <para>Layouts: source (0, 0, batch * input slices + slice); weights as <see cref="ConvolutionWeights"/> packs them, with
/// one tap; destination (0, 0, batch * output slices + slice).</para>
/// <para>Cost, for each input slice: one texel and 4 weights read, 16 multiply-adds.</para>
/// </remarks>
/// <param name="source">The input, one pixel an image.</param>
/// <param name="weights">Bias and weights.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output.</param>
/// <param name="activation">The range of the result.</param>
[Kernel(32, ReadsTexels = true, ComputesInHalves = true)]
internal readonly partial struct FullyConnected(
    ReadTensor<Float4> source,
    ReadTensor<Float4> weights,
    WriteTensor<Float4> destination,
    int inputSlices,
    int outputSlices,
    ActivationRange activation)
{
    private const int MaximumGroup = 32;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var partial = at.Shared<Float4>(MaximumGroup);
        var layer = at.GroupY;
        var outputSlice = layer % outputSlices;
        var inputLayer = layer / outputSlices * inputSlices;

        var sum = new Float4(0f);
        for (var slice = at.LocalX; slice < inputSlices; slice += at.GroupSizeX)
        {
            var pixel = source.Read(0, 0, inputLayer + slice);
            var column = 1 + (slice * 4);
            sum = MulAdd(weights.Read(column, 0, outputSlice), pixel.X, sum);
            sum = MulAdd(weights.Read(column + 1, 0, outputSlice), pixel.Y, sum);
            sum = MulAdd(weights.Read(column + 2, 0, outputSlice), pixel.Z, sum);
            sum = MulAdd(weights.Read(column + 3, 0, outputSlice), pixel.W, sum);
        }

        partial[at.LocalX] = sum;
        at.Barrier();
        if (at.LocalX != 0) return;
        var total = weights.Read(0, 0, outputSlice);
        for (var i = 0; i < at.GroupSizeX; i++) total += partial[i];
        destination.Write(0, 0, layer, Clamp(total, new Float4(activation.Low), new Float4(activation.High)));
    }
}
