using GpuNet.Graphs;
using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>ADD, SUB or MUL of bytes, either operand repeated along every axis where its extent is one.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: all tensors (x, y, batch * slices + slice), four channels a word, each with its own number of slices.</para>
/// <para>ADD and SUB bring both operands to twice the greater scale with 20 bits to spare, and add there.</para>
/// </remarks>
/// <param name="left">The left operand.</param>
/// <param name="right">The right operand.</param>
/// <param name="destination">The output.</param>
/// <param name="slices">Slices of one image of the output.</param>
/// <param name="leftChannels">Channels of the left operand; one is repeated.</param>
/// <param name="rightChannels">Channels of the right operand; one is repeated.</param>
/// <param name="channels">Channels of the output.</param>
/// <param name="operation">The number of a <see cref="BinaryKind"/>.</param>
/// <param name="leftZeroPoint">The zero-point of the left operand.</param>
/// <param name="rightZeroPoint">The zero-point of the right operand.</param>
/// <param name="leftFactor">Brings the left operand to the common scale; not for MUL.</param>
/// <param name="rightFactor">Brings the right operand to the common scale; not for MUL.</param>
/// <param name="factor">Brings the result to the output's scale.</param>
/// <param name="range">The output's zero-point and range.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct QuantisedBinary(
    ReadTensor<uint> left,
    ReadTensor<uint> right,
    WriteTensor<uint> destination,
    int slices,
    int leftChannels,
    int rightChannels,
    int channels,
    int operation,
    int leftZeroPoint,
    int rightZeroPoint,
    FixedPointFactor leftFactor,
    FixedPointFactor rightFactor,
    FixedPointFactor factor,
    ByteRange range)
{
    /// <summary>Bits to spare in a sum.</summary>
    public const int LeftShift = 20;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var batch = at.Z / slices;
        var slice = at.Z % slices;
        var leftLayer = Broadcast.Layer(batch, slice, leftChannels, left.Layers);
        var rightLayer = Broadcast.Layer(batch, slice, rightChannels, right.Layers);
        var a = UnpackInt8(left.Read(Min(at.X, left.Width - 1), Min(at.Y, left.Height - 1), leftLayer)) - leftZeroPoint;
        var b = UnpackInt8(right.Read(Min(at.X, right.Width - 1), Min(at.Y, right.Height - 1), rightLayer)) - rightZeroPoint;
        if (leftChannels == 1 && channels != 1) a = new Int4(a.X);
        if (rightChannels == 1 && channels != 1) b = new Int4(b.X);
        var result = new Int4(Combine(a.X, b.X), Combine(a.Y, b.Y), Combine(a.Z, b.Z), Combine(a.W, b.W));
        destination.Write(at.X, at.Y, at.Z, PackInt8(Clamp(result + range.ZeroPoint, new Int4(range.Low), new Int4(range.High))));
    }

    private int Combine(int a, int b)
    {
        if (operation == (int)BinaryKind.Mul) return FixedPoint.Requantise(a * b, factor.Multiplier, factor.Exponent);
        var x = FixedPoint.Requantise(a << LeftShift, leftFactor.Multiplier, leftFactor.Exponent);
        var y = FixedPoint.Requantise(b << LeftShift, rightFactor.Multiplier, rightFactor.Exponent);
        return FixedPoint.Requantise(operation == (int)BinaryKind.Sub ? x - y : x + y, factor.Multiplier, factor.Exponent);
    }
}
