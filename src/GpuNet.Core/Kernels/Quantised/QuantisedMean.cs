using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>MEAN of bytes over any of the axes; the axes stay, with extent one.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source (x, y, batch * input slices + slice) and destination (x, y, batch * output slices + slice), four channels a
/// word.</para>
/// <para>Cost: one word read for each element that is averaged, times four over channels.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output.</param>
/// <param name="countBatch">How many images are averaged; one if the axis stays.</param>
/// <param name="countY">How many rows are averaged.</param>
/// <param name="countX">How many pixels of a row are averaged.</param>
/// <param name="countChannels">How many channels are averaged.</param>
/// <param name="sourceZeroPoint">The zero-point of the input.</param>
/// <param name="factor">From a sum to the output's scale, the count folded in.</param>
/// <param name="range">The output's zero-point and range.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct QuantisedMean(
    ReadTensor<uint> source,
    WriteTensor<uint> destination,
    int inputSlices,
    int outputSlices,
    int countBatch,
    int countY,
    int countX,
    int countChannels,
    int sourceZeroPoint,
    FixedPointFactor factor,
    ByteRange range)
{
    // As many as there, whose RoundsOf counts these loops too.
    private const int Step = QuantisedAveragePool2D.Step;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var batch = at.Z / outputSlices;
        var slice = at.Z % outputSlices;
        Span<uint> words = stackalloc uint[Step];
        var sum = new Int4(0);
        for (var n = 0; n < countBatch; n++)
        {
            for (var y = 0; y < countY; y++)
            {
                // One of the two along each axis is 0: an axis that is averaged has one output.
                var firstLayer = (batch + n) * inputSlices;
                if (countChannels == 1)
                {
                    // Several pixels a round: there are drivers that end loops after 65535.
                    for (var x = 0; x < countX; x += Step)
                    {
                        for (var tap = 0; tap < Step; tap++)
                            words[tap] = source.Read(at.X + Min(x + tap, countX - 1), at.Y + y, firstLayer + slice);
                        for (var tap = 0; tap < Step; tap++) sum += UnpackInt8(x + tap < countX ? words[tap] : 0u);
                    }
                }
                else
                {
                    for (var x = 0; x < countX; x++) sum += new Int4(SumOfChannels(at.X + x, at.Y + y, firstLayer), 0, 0, 0);
                }
            }
        }

        sum -= sourceZeroPoint * (countBatch * countY * countX * countChannels);
        var result = FixedPoint.Output(
            sum, new Int4(factor.Multiplier), new Int4(factor.Exponent), range.ZeroPoint, range.Low, range.High);
        destination.Write(at.X, at.Y, at.Z, PackInt8(result));
    }

    private int SumOfChannels(int x, int y, int firstLayer)
    {
        var sum = 0;
        for (var c = 0; c < countChannels; c++) sum += UnpackInt8(source.Read(x, y, firstLayer + (c / 4)))[c % 4];
        return sum;
    }
}
