using GpuNet.Graphs;

namespace GpuNet.Kernels;

/// <summary>How the taps of a kernel lie over an image, as late constants.</summary>
/// <param name="KernelX">Taps along x.</param>
/// <param name="KernelY">Taps along y.</param>
/// <param name="StrideX">Pixels from one window to the next along x.</param>
/// <param name="StrideY">Pixels from one window to the next along y.</param>
/// <param name="DilationX">Pixels from one tap to the next along x.</param>
/// <param name="DilationY">Pixels from one tap to the next along y.</param>
/// <param name="PadX">Taps of the first window that lie before the image along x.</param>
/// <param name="PadY">Taps of the first window that lie before the image along y.</param>
internal readonly record struct Window(
    int KernelX, int KernelY, int StrideX, int StrideY, int DilationX, int DilationY, int PadX, int PadY)
{
    /// <summary>Number of taps.</summary>
    public int Taps => KernelX * KernelY;

    /// <summary>Rounds of the loops over all taps, and over so many slices for each; a loop ends with one round more.</summary>
    public long RoundsOf(int slices = 0) => 1 + (KernelY * (2L + (KernelX * (2L + slices))));

    /// <summary>Whether each output pixel comes from the input pixel at the same place alone.</summary>
    public bool IsPointwise => Taps == 1 && StrideX == 1 && StrideY == 1 && PadX == 0 && PadY == 0;

    /// <summary>The window of an operator, with TensorFlow Lite's padding.</summary>
    public static Window Of(
        Padding padding, NhwcExtents input, NhwcExtents output, int kernelX, int kernelY, int strideX, int strideY, int dilationX = 1, int dilationY = 1) => new(
        kernelX,
        kernelY,
        strideX,
        strideY,
        dilationX,
        dilationY,
        padding == Padding.Same ? PadBefore(input.Width, output.Width, kernelX, strideX, dilationX) : 0,
        padding == Padding.Same ? PadBefore(input.Height, output.Height, kernelY, strideY, dilationY) : 0);

    private static int PadBefore(int input, int output, int kernel, int stride, int dilation) =>
        Math.Max(0, ((output - 1) * stride) + ((kernel - 1) * dilation) + 1 - input) / 2;
}
