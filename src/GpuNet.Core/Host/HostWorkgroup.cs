using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Host;

/// <summary>
/// One workgroup that runs on the host: where it stands, its shared arrays and its barrier. It is moved from place to place,
/// and only one of its invocations runs at a time.
/// </summary>
internal sealed class HostWorkgroup(GridSize size, HostBarrier? barrier)
{
    /// <summary>The byte that undefined memory is filled with.</summary>
    public const byte Poison = 0xCD;

    private readonly int invocations = (int)size.Count;
    private Dictionary<int, HostSharedMemory>? shared;
    private int sharedBytes;

    public int X { get; private set; }

    public int Y { get; private set; }

    public int Z { get; private set; }

    public int SizeX { get; } = size.X;

    public int SizeY { get; } = size.Y;

    public int SizeZ { get; } = size.Z;

    /// <summary>Position of the first invocation in the grid, along x.</summary>
    public int OriginX { get; private set; }

    /// <summary>Position of the first invocation in the grid, along y.</summary>
    public int OriginY { get; private set; }

    /// <summary>Position of the first invocation in the grid, along z.</summary>
    public int OriginZ { get; private set; }

    /// <summary>Becomes the workgroup with these numbers; the shared arrays are undefined again.</summary>
    public void MoveTo(int x, int y, int z)
    {
        X = x;
        Y = y;
        Z = z;
        OriginX = x * SizeX;
        OriginY = y * SizeY;
        OriginZ = z * SizeZ;
        if (shared == null) return;
        foreach (var memory in shared.Values) memory.Reset();
    }

    /// <summary>The shared array that the kernel declares in <paramref name="line"/>.</summary>
    /// <exception cref="KernelFaultException">The line declares two, or there is not so much shared memory.</exception>
    public SharedArray<T> Shared<T>(int length, int line)
        where T : unmanaged
    {
        shared ??= [];
        if (!shared.TryGetValue(line, out var memory))
        {
            var created = new HostSharedMemory<T>(length);
            sharedBytes += created.ByteLength;
            if (sharedBytes > HostLimits.SharedMemoryBytes)
                throw new KernelFaultException($"the shared arrays have {sharedBytes} bytes, and {HostLimits.SharedMemoryBytes} is the most.");
            shared.Add(line, memory = created);
        }

        // Each invocation asks once, so a further request comes from another declaration.
        if (++memory.Requests > invocations || memory is not HostSharedMemory<T> typed || typed.Elements.Length != length)
            throw new KernelFaultException($"line {line} declares a shared array more than once.");
        return new SharedArray<T>(typed.Elements);
    }

    /// <exception cref="KernelFaultException">The dispatch has no barriers.</exception>
    public void Barrier() => (barrier ?? throw new KernelFaultException("calls Barrier(), but was started as a kernel without barriers.")).Arrive();
}
