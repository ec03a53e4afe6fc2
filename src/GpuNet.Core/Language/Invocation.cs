using System.Runtime.CompilerServices;
using GpuNet.Host;

namespace GpuNet.Language;

/// <summary>
/// Where one invocation of a kernel stands: in the whole grid, in its workgroup, and what it shares with that workgroup.
/// </summary>
public readonly struct Invocation
{
    private readonly HostWorkgroup workgroup;

    internal Invocation(HostWorkgroup workgroup, int localX, int localY, int localZ)
    {
        this.workgroup = workgroup;
        LocalX = localX;
        LocalY = localY;
        LocalZ = localZ;
    }

    /// <summary>Position in the grid along x: <c>GroupX * GroupSizeX + LocalX</c>.</summary>
    public int X => workgroup.OriginX + LocalX;

    /// <summary>Position in the grid along y.</summary>
    public int Y => workgroup.OriginY + LocalY;

    /// <summary>Position in the grid along z.</summary>
    public int Z => workgroup.OriginZ + LocalZ;

    /// <summary>Position in the workgroup along x.</summary>
    public int LocalX { get; }

    /// <summary>Position in the workgroup along y.</summary>
    public int LocalY { get; }

    /// <summary>Position in the workgroup along z.</summary>
    public int LocalZ { get; }

    /// <summary>Number of the workgroup along x.</summary>
    public int GroupX => workgroup.X;

    /// <summary>Number of the workgroup along y.</summary>
    public int GroupY => workgroup.Y;

    /// <summary>Number of the workgroup along z.</summary>
    public int GroupZ => workgroup.Z;

    /// <summary>Invocations of a workgroup along x.</summary>
    public int GroupSizeX => workgroup.SizeX;

    /// <summary>Invocations of a workgroup along y.</summary>
    public int GroupSizeY => workgroup.SizeY;

    /// <summary>Invocations of a workgroup along z.</summary>
    public int GroupSizeZ => workgroup.SizeZ;

    /// <summary>
    /// An array that all invocations of the workgroup share, undefined at the start. Declare each array once, at the top of
    /// <c>Execute</c>; together they may hold 16 KiB, the least that OpenGL ES 3.1 guarantees.
    /// </summary>
    /// <typeparam name="T">A scalar or vector of the kernel language.</typeparam>
    /// <param name="length">Number of elements, a compile-time constant.</param>
    /// <param name="line">Filled in by the compiler; tells one array from another when the kernel runs on the CPU.</param>
    public SharedArray<T> Shared<T>(int length, [CallerLineNumber] int line = 0)
        where T : unmanaged => workgroup.Shared<T>(length, line);

    /// <summary>
    /// Waits until every invocation of the workgroup has come here, and makes what they wrote to shared arrays visible to
    /// all. Every invocation must reach it, so it may not stand behind a condition that differs among them.
    /// </summary>
    public void Barrier() => workgroup.Barrier();
}
