using GpuNet.Backends.Vulkan.Interop;

namespace GpuNet.Backends.Vulkan;

/// <summary>The memory of a device: small things share blocks, large ones get an allocation of their own. Thread-safe.</summary>
internal sealed unsafe class VulkanMemory
{
    /// <summary>Bytes of a shared block. What takes more than half of one gets its own.</summary>
    public const ulong BlockBytes = 16 << 20;

    private readonly VkDeviceCommands vk;
    private readonly VkDevice device;
    private readonly VulkanPhysicalDevice physical;
    private readonly Dictionary<MemoryPool, List<MemoryBlock>> pools = [];
    private readonly Lock gate = new();
    private ulong allocatedBytes;

    public VulkanMemory(VkDeviceCommands vk, VkDevice device, VulkanPhysicalDevice physical)
    {
        this.vk = vk;
        this.device = device;
        this.physical = physical;
    }

    /// <summary>Bytes that the driver has given.</summary>
    public ulong AllocatedBytes
    {
        get
        {
            lock (gate) return allocatedBytes;
        }
    }

    /// <summary>Fails early where a size can never be had, so that the driver is not asked for what it need not check.</summary>
    /// <exception cref="DeviceException">It is above the largest heap or the limit of one allocation.</exception>
    public void CheckSize(string name, ulong bytes)
    {
        var memory = physical.MemoryProperties;
        var largestHeap = 0UL;
        for (var i = 0; i < (int)memory.memoryHeapCount; i++) largestHeap = Math.Max(largestHeap, memory.memoryHeaps[i].size);
        var limit = Math.Min(largestHeap, physical.MaxAllocationBytes);
        if (bytes > limit) throw new DeviceException($"{name} takes {bytes} bytes; {physical.Name} allocates at most {limit} at once.");
    }

    /// <summary>Takes memory.</summary>
    /// <exception cref="DeviceException">There is not so much, or none of the kind; the message has the numbers.</exception>
    public MemorySlice Allocate(string name, VkMemoryRequirements requirements, MemoryUse use, bool forImage)
    {
        CheckSize(name, requirements.size);
        var memory = physical.MemoryProperties;
        var type = use.Choose(((ReadOnlySpan<VkMemoryType>)memory.memoryTypes)[..(int)memory.memoryTypeCount], requirements.memoryTypeBits);
        if (type < 0) throw new DeviceException($"{name}: {physical.Name} has no memory of type {use.Required}.");
        var atom = physical.Properties.limits.nonCoherentAtomSize;
        var alignment = Math.Max(requirements.alignment, atom);
        var size = (requirements.size + atom - 1) / atom * atom;
        var pool = new MemoryPool(type, forImage);
        lock (gate)
        {
            if (!pools.TryGetValue(pool, out var blocks)) pools.Add(pool, blocks = []);
            if (size <= BlockBytes / 2)
            {
                foreach (var shared in blocks)
                {
                    if (shared.Ranges.TryAllocate(size, alignment, out var offset)) return new MemorySlice(shared, offset, size);
                }
            }

            // The first range of a new block starts at 0, which suits every alignment.
            var block = AllocateBlock(name, pool, size);
            blocks.Add(block);
            block.Ranges.TryAllocate(size, alignment: 1, out var first);
            return new MemorySlice(block, first, size);
        }
    }

    /// <summary>Gives memory back. An empty block goes back to the driver, unless it is the last shared one of its pool.</summary>
    public void Free(MemorySlice slice)
    {
        lock (gate)
        {
            var block = slice.Block;
            block.Ranges.Free(slice.Offset, slice.Size);
            var blocks = pools[block.Pool];
            if (!block.Ranges.IsEmpty) return;
            if (block.Ranges.Capacity == BlockBytes && blocks.Count(b => b.Ranges.Capacity == BlockBytes) == 1) return;
            blocks.Remove(block);
            Destroy(block);
        }
    }

    /// <summary>Gives every block back to the driver.</summary>
    public void Destroy()
    {
        lock (gate)
        {
            foreach (var block in pools.Values.SelectMany(blocks => blocks)) Destroy(block);
            pools.Clear();
        }
    }

    private void Destroy(MemoryBlock block)
    {
        block.Destroy();
        allocatedBytes -= block.Ranges.Capacity;
    }

    private MemoryBlock AllocateBlock(string name, MemoryPool pool, ulong size)
    {
        // A heap may be too full, or too small, for a shared block and still have room for this one thing.
        var heap = physical.MemoryProperties.memoryHeaps[(int)Type(pool).heapIndex].size;
        var blockSize = size <= BlockBytes / 2 && BlockBytes <= heap ? BlockBytes : size;
        var result = AllocateMemory(pool, blockSize, out var memory);
        if (result == VkResult.VK_ERROR_OUT_OF_DEVICE_MEMORY && blockSize > size)
            result = AllocateMemory(pool, blockSize = size, out memory);
        if (result != VkResult.VK_SUCCESS)
        {
            throw new DeviceException(
                $"{name}: {physical.Name} has no {size} bytes left: {allocatedBytes} are in use, and the heap has {heap} ({result}).");
        }

        var atom = physical.Properties.limits.nonCoherentAtomSize;
        var block = new MemoryBlock(vk, device, memory, pool, blockSize, Type(pool).propertyFlags, atom);
        allocatedBytes += blockSize;
        return block;
    }

    private VkMemoryType Type(MemoryPool pool) => physical.MemoryProperties.memoryTypes[pool.MemoryType];

    private VkResult AllocateMemory(MemoryPool pool, ulong size, out VkDeviceMemory memory)
    {
        var info = new VkMemoryAllocateInfo { allocationSize = size, memoryTypeIndex = (uint)pool.MemoryType };
        VkDeviceMemory created;
        var result = vk.vkAllocateMemory(device, &info, null, &created);
        memory = result == VkResult.VK_SUCCESS ? created : default;
        return result;
    }
}
