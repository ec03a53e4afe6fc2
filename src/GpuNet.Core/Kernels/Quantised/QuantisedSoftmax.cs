using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>SOFTMAX of bytes over the channels of each pixel, in gemmlowp's fixed point.</summary>
/// <remarks>
/// <para>Grid: one workgroup of up to 32 invocations for each pixel. The invocations share out the slices, and find the greatest
/// value and the sum through shared memory; sums of integers do not depend on the order.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word; exponentials as
/// <see cref="PackExponentials"/> makes them.</para>
/// <para>Cost: each word is read three times, and two exponentials an element. Bytes differ by 0 to 255, so every exponential that there
/// can be is computed once on the host, where it takes some 14 multiplications.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="exponentials">e^(-scale * beta * d) for each difference d.</param>
/// <param name="destination">The output, of scale 1 / 256 and the least zero-point.</param>
/// <param name="slices">Slices of one image.</param>
/// <param name="channels">Channels; those that only fill up the last slice take no part.</param>
[Kernel(32)]
internal readonly partial struct QuantisedSoftmax(
    ReadTensor<uint> source,
    ReadTensor<uint> exponentials,
    WriteTensor<uint> destination,
    int slices,
    int channels)
{
    private const int Differences = 256;
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
                if ((slice * 4) + lane < channels) sum += FixedPoint.RoundingDivideByPowerOfTwo(Exponential(greatest - q[lane]), SumIntegerBits);
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
                Quotient(greatest - q.X, reciprocal, shift),
                Quotient(greatest - q.Y, reciprocal, shift),
                Quotient(greatest - q.Z, reciprocal, shift),
                Quotient(greatest - q.W, reciprocal, shift));
            destination.Write(x, y, firstLayer + slice, PackInt8(Min(result + Least, new Int4(Greatest))));
        }
    }

    /// <summary>The texels that <see cref="PackExponentials"/> makes.</summary>
    public static PackedExtents ExponentialExtents { get; } = new(Differences, 1, 1);

    /// <summary>
    /// Texel (d, 0, 0) holds e^-x with no integer bit, where x is d times the factor with five: never zero, but for differences that
    /// count for nothing.
    /// </summary>
    /// <param name="factor">Brings differences to five integer bits.</param>
    /// <param name="greatestDifference">Elements farther below the greatest count for nothing.</param>
    public static PackedWords PackExponentials(FixedPointFactor factor, int greatestDifference)
    {
        var packed = new PackedWords(ExponentialExtents, wordsOfTexel: 1);
        for (var d = 0; d < Differences && d <= greatestDifference; d++)
        {
            var x = FixedPoint.SaturatingRoundingDoublingHighMul(-d << factor.Exponent, factor.Multiplier);
            packed[d, 0, 0, 0] = (uint)FixedPoint.ExpOfNegative(x);
        }

        return packed;
    }

    private int Exponential(int difference) => (int)exponentials.Read(difference, 0, 0);

    // Channels that only fill up a slice may be above the greatest. A quotient that is shifted by more than 31 bits is below half a step.
    private int Quotient(int difference, int reciprocal, int shift) => difference < 0 || shift > 31
        ? 0
        : FixedPoint.RoundingDivideByPowerOfTwo(
            FixedPoint.SaturatingRoundingDoublingHighMul(reciprocal, Exponential(difference)), shift);
}
