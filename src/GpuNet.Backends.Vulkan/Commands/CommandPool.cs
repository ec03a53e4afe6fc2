using GpuNet.Backends.Vulkan.Interop;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>Command buffers that one owner records, and a fence to wait for them. Not safe for several threads.</summary>
internal sealed unsafe class CommandPool
{
    private readonly VkDeviceCommands vk;
    private readonly VkDevice device;
    private readonly VkCommandPool handle;

    public CommandPool(VkDeviceCommands vk, VkDevice device, uint queueFamily)
    {
        this.vk = vk;
        this.device = device;
        var poolInfo = new VkCommandPoolCreateInfo { queueFamilyIndex = queueFamily };
        VkCommandPool pool;
        Check(vk.vkCreateCommandPool(device, &poolInfo, null, &pool));
        handle = pool;
        try
        {
            var fenceInfo = new VkFenceCreateInfo();
            VkFence fence;
            Check(vk.vkCreateFence(device, &fenceInfo, null, &fence));
            Fence = fence;
        }
        catch (DeviceException)
        {
            Destroy();
            throw;
        }
    }

    public VkFence Fence { get; }

    /// <summary>Records a command buffer, which lives as long as the pool.</summary>
    public VkCommandBuffer Record(VkCommandBufferUsageFlagBits usage, Action<VkCommandBuffer> record)
    {
        var info = new VkCommandBufferAllocateInfo { commandPool = handle, commandBufferCount = 1 };
        VkCommandBuffer commands;
        Check(vk.vkAllocateCommandBuffers(device, &info, &commands));
        var begin = new VkCommandBufferBeginInfo { flags = usage };
        Check(vk.vkBeginCommandBuffer(commands, &begin));
        record(commands);
        Check(vk.vkEndCommandBuffer(commands));
        return commands;
    }

    /// <summary>Frees the command buffers; none may be in flight.</summary>
    public void Destroy()
    {
        vk.vkDestroyFence(device, Fence, null);
        vk.vkDestroyCommandPool(device, handle, null);
    }
}
