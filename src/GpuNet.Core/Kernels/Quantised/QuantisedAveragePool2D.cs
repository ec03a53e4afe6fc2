using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>AVERAGE_POOL_2D of bytes: the mean of the taps inside the image, rounded half away from zero.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word.</para>
/// <para>Cost: one word read and 4 additions for each tap.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="window">Taps, stride and padding.</param>
/// <param name="offset">What unsigned values were stored less by: halves round away from their zero, not from the device's.</param>
/// <param name="range">The output's range.</param>
[Kernel(8, 4, 1, ReadsTexels = true)]
internal readonly partial struct QuantisedAveragePool2D(
    ReadTensor<uint> source,
    WriteTensor<uint> destination,
    Window window,
    int offset,
    ByteRange range)
{
    /// <summary>Taps of one round along x.</summary>
    public const int Step = 8;

    /// <summary>Rounds of the loops over a window inside the image; a loop ends with one round more.</summary>
    public static long RoundsOf(int width, int height) => 1 + (height * (2L + ((width + Step - 1) / Step)));

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var top = (at.Y * window.StrideY) - window.PadY;
        var left = (at.X * window.StrideX) - window.PadX;
        var fromY = Max(top, 0);
        var toY = Min(top + window.KernelY, source.Height);
        var fromX = Max(left, 0);
        var toX = Min(left + window.KernelX, source.Width);
        Span<uint> words = stackalloc uint[Step];
        var sum = new Int4(0);
        for (var y = fromY; y < toY; y++)
        {
            // Several taps a round: there are drivers that end loops after 65535.
            for (var x = fromX; x < toX; x += Step)
            {
                for (var tap = 0; tap < Step; tap++) words[tap] = source.Read(Min(x + tap, toX - 1), y, at.Z);
                for (var tap = 0; tap < Step; tap++) sum += UnpackInt8(x + tap < toX ? words[tap] : 0u);
            }
        }

        var count = (toY - fromY) * (toX - fromX);
        sum += offset * count;
        var mean = new Int4(Rounded(sum.X, count), Rounded(sum.Y, count), Rounded(sum.Z, count), Rounded(sum.W, count));
        destination.Write(at.X, at.Y, at.Z, PackInt8(Clamp(mean - offset, new Int4(range.Low), new Int4(range.High))));
    }

    // A quotient of floats is one off at most here, where it is at most 256, and the remainder says so: processors and GPUs divide
    // integers one by one or not at all.
    private static int Rounded(int sum, int count)
    {
        var dividend = Abs(sum) + (count / 2);
        var quotient = (int)((float)dividend / (float)count);
        var remainder = dividend - (quotient * count);
        quotient += remainder < 0 ? -1 : remainder >= count ? 1 : 0;
        return sum > 0 ? quotient : -quotient;
    }
}
