using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>SOFTMAX of bytes over the channels of each pixel, in gemmlowp's fixed point.</summary>
/// <remarks>
/// <para>Grid: one workgroup of up to 32 invocations for each pixel. The invocations share out the slices, and find the greatest
/// value and the sum through shared memory; sums of integers do not depend on the order.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word.</para>
/// <para>Cost: each word is read three times; two exponentials an element, of some 14 multiplications each.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output, of scale 1 / 256 and the least zero-point.</param>
/// <param name="slices">Slices of one image.</param>
/// <param name="channels">Channels; those that only fill up the last slice take no part.</param>
/// <param name="factor">Brings differences of the input to five integer bits.</param>
/// <param name="leastDifference">Elements farther below the greatest count for nothing.</param>
[Kernel(32)]
internal readonly partial struct QuantisedSoftmax(
    ReadTensor<uint> source,
    WriteTensor<uint> destination,
    int slices,
    int channels,
    FixedPointFactor factor,
    int leastDifference)
{
    private const int MaximumGroup = 32;
    private const int SumIntegerBits = 12;
    private const int OutputShift = 31 - 8;
    private const int Least = -128;
    private const int Greatest = 127;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var shared = at.Shared<int>(MaximumGroup);
        var x = at.GroupX;
        var y = at.GroupY;
        var firstLayer = at.GroupZ * slices;

        var greatest = Least;
        for (var slice = at.LocalX; slice < slices; slice += at.GroupSizeX)
        {
            var q = UnpackInt8(source.Read(x, y, firstLayer + slice));
            for (var lane = 0; lane < 4; lane++)
            {
                if ((slice * 4) + lane < channels) greatest = Max(greatest, q[lane]);
            }
        }

        shared[at.LocalX] = greatest;
        at.Barrier();
        for (var i = 0; i < at.GroupSizeX; i++) greatest = Max(greatest, shared[i]);
        at.Barrier();

        var sum = 0;
        for (var slice = at.LocalX; slice < slices; slice += at.GroupSizeX)
        {
            var q = UnpackInt8(source.Read(x, y, firstLayer + slice));
            for (var lane = 0; lane < 4; lane++)
            {
                if ((slice * 4) + lane < channels) sum += FixedPoint.RoundingDivideByPowerOfTwo(Exponential(q[lane] - greatest), SumIntegerBits);
            }
        }

        shared[at.LocalX] = sum;
        at.Barrier();
        var total = 0u;
        for (var i = 0; i < at.GroupSizeX; i++) total += (uint)shared[i];

        var headroom = LeadingZeroCount(total);
        var reciprocal = FixedPoint.OneOverOnePlus((int)((total << headroom) - 0x80000000u));
        var shift = SumIntegerBits - headroom + OutputShift;
        for (var slice = at.LocalX; slice < slices; slice += at.GroupSizeX)
        {
            var q = UnpackInt8(source.Read(x, y, firstLayer + slice));
            var result = new Int4(
                Quotient(q.X - greatest, reciprocal, shift),
                Quotient(q.Y - greatest, reciprocal, shift),
                Quotient(q.Z - greatest, reciprocal, shift),
                Quotient(q.W - greatest, reciprocal, shift));
            destination.Write(x, y, firstLayer + slice, PackInt8(Min(result + Least, new Int4(Greatest))));
        }
    }

    // Zero for what counts for nothing: e^x is never zero itself where it counts.
    private int Exponential(int difference) => difference < leastDifference
        ? 0
        : FixedPoint.ExpOfNegative(FixedPoint.SaturatingRoundingDoublingHighMul(difference << factor.Exponent, factor.Multiplier));

    // A quotient that is shifted by more than 31 bits is below half a step.
    private int Quotient(int difference, int reciprocal, int shift) => difference < leastDifference || difference > 0 || shift > 31
        ? 0
        : FixedPoint.RoundingDivideByPowerOfTwo(
            FixedPoint.SaturatingRoundingDoublingHighMul(reciprocal, Exponential(difference)), shift);
}
