using GpuNet.Backends.Vulkan.Interop;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>One allocation of the driver. What the host reaches stays mapped for as long as it lives.</summary>
internal sealed unsafe class MemoryBlock
{
    private readonly VkDeviceCommands vk;
    private readonly VkDevice device;

    /// <param name="vk">The device's commands.</param>
    /// <param name="device">The device.</param>
    /// <param name="memory">The allocation; the block frees it, also when this constructor fails.</param>
    /// <param name="pool">Which pool it belongs to.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="flags">The properties of its memory type.</param>
    /// <param name="atomSize">What flushed ranges are multiples of where the memory is not coherent.</param>
    public MemoryBlock(
        VkDeviceCommands vk, VkDevice device, VkDeviceMemory memory, MemoryPool pool, ulong size, VkMemoryPropertyFlagBits flags, ulong atomSize)
    {
        this.vk = vk;
        this.device = device;
        Memory = memory;
        Pool = pool;
        Ranges = new FreeList(size);
        AtomSize = flags.HasFlag(VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_HOST_COHERENT_BIT) ? 1 : atomSize;
        if (!flags.HasFlag(VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT)) return;
        void* mapped;
        try
        {
            Check(vk.vkMapMemory(device, memory, 0, size, 0, &mapped));
        }
        catch (DeviceException)
        {
            Destroy();
            throw;
        }

        Mapped = (byte*)mapped;
    }

    public VkDeviceMemory Memory { get; }

    public MemoryPool Pool { get; }

    /// <summary>What is handed out of it.</summary>
    public FreeList Ranges { get; }

    /// <summary>Its first byte as the host sees it, or null.</summary>
    public byte* Mapped { get; }

    /// <summary>What ranges are aligned to, so that flushing one never touches another; 1 where nothing need be flushed.</summary>
    public ulong AtomSize { get; }

    /// <summary>Makes what the host wrote visible to the device.</summary>
    public void Flush(ulong offset, ulong size)
    {
        if (AtomSize == 1) return;
        var range = AtomRange(offset, size);
        Check(vk.vkFlushMappedMemoryRanges(device, 1, &range));
    }

    /// <summary>Makes what the device wrote visible to the host.</summary>
    public void Invalidate(ulong offset, ulong size)
    {
        if (AtomSize == 1) return;
        var range = AtomRange(offset, size);
        Check(vk.vkInvalidateMappedMemoryRanges(device, 1, &range));
    }

    /// <summary>Frees the allocation, which unmaps it.</summary>
    public void Destroy() => vk.vkFreeMemory(device, Memory, null);

    private VkMappedMemoryRange AtomRange(ulong offset, ulong size)
    {
        var start = offset / AtomSize * AtomSize;
        var end = Math.Min((offset + size + AtomSize - 1) / AtomSize * AtomSize, Ranges.Capacity);
        return new VkMappedMemoryRange { memory = Memory, offset = start, size = end - start };
    }
}

/// <summary>Blocks that may stand in for each other.</summary>
/// <param name="MemoryType">Index of the device's memory type.</param>
/// <param name="ForImages">Images lie apart from buffers: some devices want space between the two.</param>
internal readonly record struct MemoryPool(int MemoryType, bool ForImages);
