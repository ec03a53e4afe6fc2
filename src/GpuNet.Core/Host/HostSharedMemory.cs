using System.Runtime.InteropServices;

namespace GpuNet.Host;

/// <summary>The memory of one shared array of a workgroup.</summary>
internal abstract class HostSharedMemory
{
    /// <summary>How many invocations of the present workgroup have asked for the array.</summary>
    public int Requests { get; set; }

    /// <summary>Makes the contents undefined, in a way that shows.</summary>
    public void Reset()
    {
        Requests = 0;
        Fill(HostWorkgroup.Poison);
    }

    protected abstract void Fill(byte value);
}

/// <inheritdoc/>
internal sealed class HostSharedMemory<T> : HostSharedMemory
    where T : unmanaged
{
    public HostSharedMemory(int length)
    {
        if (length is < 1 or > HostLimits.SharedMemoryBytes)
            throw new KernelFaultException($"a shared array cannot have {length} elements.");
        Elements = new T[length];
        Fill(HostWorkgroup.Poison);
    }

    public T[] Elements { get; }

    public int ByteLength => MemoryMarshal.AsBytes(Elements.AsSpan()).Length;

    protected override void Fill(byte value) => MemoryMarshal.AsBytes(Elements.AsSpan()).Fill(value);
}
