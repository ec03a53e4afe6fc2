using GpuNet.Backends.Vulkan.Interop;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>The one queue of a device. Thread-safe; allocates nothing.</summary>
internal sealed unsafe class VulkanQueue(VkDeviceCommands vk, VkDevice device, uint family)
{
    private const ulong TimeoutNanoseconds = 60_000_000_000;

    private readonly VkQueue handle = Get(vk, device, family);
    private readonly Lock gate = new();

    /// <summary>Submits commands; <paramref name="fence"/> is signalled when they are done.</summary>
    public void Submit(VkCommandBuffer commands, VkFence fence)
    {
        Check(vk.vkResetFences(device, 1, &fence));
        var info = new VkSubmitInfo { commandBufferCount = 1, pCommandBuffers = &commands };
        lock (gate) Check(vk.vkQueueSubmit(handle, 1, &info, fence));
    }

    /// <summary>Waits for a fence.</summary>
    /// <exception cref="DeviceException">The device was lost, or a minute went by; <paramref name="name"/> is in the message.</exception>
    public void Wait(VkFence fence, string name)
    {
        var result = vk.vkWaitForFences(device, 1, &fence, 1, TimeoutNanoseconds);
        if (result == VkResult.VK_TIMEOUT) throw new DeviceException($"{name} did not finish within a minute.");
        Check(result, nameof(vk.vkWaitForFences));
    }

    /// <summary>Waits until the device has nothing to do.</summary>
    public VkResult WaitIdle()
    {
        lock (gate) return vk.vkDeviceWaitIdle(device);
    }

    private static VkQueue Get(VkDeviceCommands vk, VkDevice device, uint family)
    {
        VkQueue queue;
        vk.vkGetDeviceQueue(device, family, 0, &queue);
        return queue;
    }
}
