using GpuNet.Language;

namespace GpuNet.Backends.Tests.TestKernels;

/// <summary>
/// Writes where each invocation of a width x height x depth grid stands: number of its workgroup, place in it and the
/// workgroup's size, each as 10000 z + 100 y + x, and the sum of what was there before and one.
/// </summary>
[Kernel(8, 4, 1)]
internal readonly partial struct GridPosition(ReadWriteBuffer<Int4> positions, int width, int height, int depth)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= width || at.Y >= height || at.Z >= depth) return;
        var index = (((at.Z * height) + at.Y) * width) + at.X;
        positions[index] = new Int4(
            Code(at.GroupX, at.GroupY, at.GroupZ),
            Code(at.LocalX, at.LocalY, at.LocalZ),
            Code(at.GroupSizeX, at.GroupSizeY, at.GroupSizeZ),
            positions[index].W + 1);
    }

    private static int Code(int x, int y, int z) => (10000 * z) + (100 * y) + x;
}
