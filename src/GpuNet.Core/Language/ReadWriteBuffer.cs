using GpuNet.Devices;

namespace GpuNet.Language;

/// <summary>A storage buffer that a kernel reads and writes.</summary>
/// <typeparam name="T">A scalar or vector of the kernel language.</typeparam>
/// <param name="resource">What is bound.</param>
public readonly struct ReadWriteBuffer<T>(DeviceArray resource)
    where T : unmanaged
{
    /// <summary>What is bound.</summary>
    public DeviceArray Resource { get; } = resource;

    /// <summary>Number of elements; a late constant.</summary>
    public int Length => Resource.Length;

    /// <summary>The element with number <paramref name="index"/>, from 0.</summary>
    public ref T this[int index] => ref Resource.Element<T>(index);

    /// <summary>Binds <paramref name="resource"/>.</summary>
    public static implicit operator ReadWriteBuffer<T>(DeviceArray resource) => new(resource);
}
