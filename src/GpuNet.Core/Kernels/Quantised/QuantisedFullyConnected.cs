using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>FULLY_CONNECTED of bytes, and CONV_2D of an image of one pixel, in integers.</summary>
/// <remarks>
/// <para>Grid: one workgroup of up to 32 invocations for each slice of the output and each image. The invocations share out the
/// input's slices and add up their sums in shared memory.</para>
/// <para>Layouts: source (0, 0, batch * input slices + slice) and destination (0, 0, batch * output slices + slice), four channels a
/// word; weights as <see cref="QuantisedWeights"/> packs them, with one tap.</para>
/// <para>Cost, for each input slice: one word and 16 weights read, 4 dot products. See <see cref="QuantisedConv2D"/> for the sum.</para>
/// </remarks>
/// <param name="source">The input, one pixel an image.</param>
/// <param name="weights">Bias, multipliers, exponents and weights.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output.</param>
/// <param name="weightsZeroPoint">The zero-point of the weights.</param>
/// <param name="range">The output's zero-point and range.</param>
[Kernel(32, ReadsTexels = true)]
internal readonly partial struct QuantisedFullyConnected(
    ReadTensor<uint> source,
    ReadTensor<Int4> weights,
    WriteTensor<uint> destination,
    int inputSlices,
    int outputSlices,
    int weightsZeroPoint,
    ByteRange range)
{
    private const int MaximumGroup = 32;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var partial = at.Shared<Int4>(MaximumGroup);
        var layer = at.GroupY;
        var outputSlice = layer % outputSlices;
        var inputLayer = layer / outputSlices * inputSlices;

        var sum = new Int4(0);
        for (var slice = at.LocalX; slice < inputSlices; slice += at.GroupSizeX)
        {
            var word = source.Read(0, 0, inputLayer + slice);
            var block = weights.Read(QuantisedWeights.First + slice, 0, outputSlice);
            sum += new Int4(
                DotInt8(word, (uint)block.X), DotInt8(word, (uint)block.Y), DotInt8(word, (uint)block.Z), DotInt8(word, (uint)block.W));
            if (weightsZeroPoint != 0) sum -= new Int4(weightsZeroPoint * DotInt8(word, 0x01010101u));
        }

        partial[at.LocalX] = sum;
        at.Barrier();
        if (at.LocalX != 0) return;
        var total = weights.Read(QuantisedWeights.Bias, 0, outputSlice);
        for (var i = 0; i < at.GroupSizeX; i++) total += partial[i];
        var result = FixedPoint.Output(
            total,
            weights.Read(QuantisedWeights.Multipliers, 0, outputSlice),
            weights.Read(QuantisedWeights.Exponents, 0, outputSlice),
            range.ZeroPoint,
            range.Low,
            range.High);
        destination.Write(0, 0, layer, PackInt8(result));
    }
}
