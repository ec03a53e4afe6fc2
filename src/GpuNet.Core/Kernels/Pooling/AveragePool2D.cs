using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>AVERAGE_POOL_2D: the mean of the taps of a window that lie inside the image.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice).</para>
/// <para>Cost: one pixel read and 4 additions for each tap.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="window">Taps, stride and padding.</param>
/// <param name="activation">The range of the result.</param>
[Kernel(8, 4, 1, ReadsTexels = true)]
internal readonly partial struct AveragePool2D(
    ReadTensor<Float4> source,
    WriteTensor<Float4> destination,
    Window window,
    ActivationRange activation)
{
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
        var sum = new Float4(0f);
        for (var y = fromY; y < toY; y++)
        {
            for (var x = fromX; x < toX; x++) sum += source.Read(x, y, at.Z);
        }

        var mean = sum / (float)((toY - fromY) * (toX - fromX));
        destination.Write(at.X, at.Y, at.Z, Clamp(mean, new Float4(activation.Low), new Float4(activation.High)));
    }
}
