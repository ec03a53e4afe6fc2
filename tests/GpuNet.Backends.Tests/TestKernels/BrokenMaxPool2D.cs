using GpuNet.Devices;
using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Backends.Tests.TestKernels;

/// <summary>MAX_POOL_2D as somebody might get it wrong: it leaves out the last column of taps. Proof that the checks notice.</summary>
[Kernel(8, 4, 1)]
[Formats(TexelFormat.Float32, TexelFormat.Float16, TexelFormat.Int8)]
internal readonly partial struct BrokenMaxPool2D(
    ReadTensor<Float4> source, WriteTensor<Float4> destination, BrokenWindow window, BrokenRange activation)
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
        var toX = Min(left + window.KernelX - 1, source.Width);
        var greatest = source.Read(fromX, fromY, at.Z);
        for (var y = fromY; y < toY; y++)
        {
            for (var x = fromX; x < toX; x++) greatest = Max(greatest, source.Read(x, y, at.Z));
        }

        destination.Write(at.X, at.Y, at.Z, Clamp(greatest, new Float4(activation.Low), new Float4(activation.High)));
    }
}

/// <summary>The window, under the names that the right kernel has for it.</summary>
internal readonly record struct BrokenWindow(int KernelX, int KernelY, int StrideX, int StrideY, int PadX, int PadY);

/// <summary>The range, under the names that the right kernel has for it.</summary>
internal readonly record struct BrokenRange(float Low, float High);
