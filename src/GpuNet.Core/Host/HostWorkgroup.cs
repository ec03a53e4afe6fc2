using GpuNet.Language;

namespace GpuNet.Host;

/// <summary>One workgroup that runs on the host: where it stands, its shared arrays and its barrier.</summary>
internal sealed class HostWorkgroup(Devices.GridSize size, HostBarrier? barrier)
{
    private readonly Dictionary<int, Array> shared = [];

    public int X { get; private set; }

    public int Y { get; private set; }

    public int Z { get; private set; }

    public int SizeX { get; } = size.X;

    public int SizeY { get; } = size.Y;

    public int SizeZ { get; } = size.Z;

    public void MoveTo(int x, int y, int z)
    {
        X = x;
        Y = y;
        Z = z;
    }

    public SharedArray<T> Shared<T>(int length, int line)
        where T : unmanaged
    {
        lock (shared)
        {
            if (!shared.TryGetValue(line, out var elements)) shared.Add(line, elements = new T[length]);
            return new SharedArray<T>((T[])elements);
        }
    }

    public void Barrier() => (barrier ?? throw new InvalidOperationException("The kernel was not marked as one with barriers.")).Arrive();
}
