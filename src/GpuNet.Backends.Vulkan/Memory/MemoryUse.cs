using System.Numerics;
using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Devices;

namespace GpuNet.Backends.Vulkan;

/// <summary>What memory has to be, and what it would better be or not be.</summary>
/// <param name="Required">Properties without which it is of no use.</param>
/// <param name="Preferred">Properties that count for it.</param>
/// <param name="Avoided">Properties that count against it.</param>
internal readonly record struct MemoryUse(
    VkMemoryPropertyFlagBits Required, VkMemoryPropertyFlagBits Preferred, VkMemoryPropertyFlagBits Avoided)
{
    private const VkMemoryPropertyFlagBits DeviceLocal = VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
    private const VkMemoryPropertyFlagBits HostVisible = VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT;
    private const VkMemoryPropertyFlagBits HostCoherent = VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    private const VkMemoryPropertyFlagBits HostCached = VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_HOST_CACHED_BIT;

    // Memory of these kinds has rules of its own.
    private const VkMemoryPropertyFlagBits Unusable =
        VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_PROTECTED_BIT | VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_LAZILY_ALLOCATED_BIT;

    /// <summary>Memory that only the device reaches. Host-visible device memory is scarce on many cards, hence avoided.</summary>
    public static MemoryUse Device { get; } = new(0, DeviceLocal, HostVisible);

    /// <summary>Memory for a placement.</summary>
    public static MemoryUse For(BufferPlacement placement) => placement switch
    {
        BufferPlacement.Device => Device,
        BufferPlacement.Upload => new MemoryUse(HostVisible, HostCoherent, DeviceLocal | HostCached),
        BufferPlacement.Readback => new MemoryUse(HostVisible, HostCoherent | HostCached, DeviceLocal),
        _ => throw new ArgumentOutOfRangeException(nameof(placement), placement, "No such placement."),
    };

    /// <summary>The best of the types that <paramref name="typeBits"/> allows, the first of equals; -1 if none will do.</summary>
    public int Choose(ReadOnlySpan<VkMemoryType> types, uint typeBits)
    {
        var best = -1;
        var bestScore = int.MinValue;
        for (var i = 0; i < types.Length; i++)
        {
            var flags = types[i].propertyFlags;
            if ((typeBits & (1u << i)) == 0 || (flags & Required) != Required || (flags & Unusable) != 0) continue;

            // One preferred property outweighs all that are avoided.
            var score = (8 * BitOperations.PopCount((uint)(flags & Preferred))) - BitOperations.PopCount((uint)(flags & Avoided));
            if (score <= bestScore) continue;
            best = i;
            bestScore = score;
        }

        return best;
    }
}
