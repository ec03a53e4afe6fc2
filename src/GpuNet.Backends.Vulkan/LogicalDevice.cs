using GpuNet.Backends.Vulkan.Interop;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>Opens physical devices.</summary>
internal static unsafe class LogicalDevice
{
    /// <summary>Opens a device with one compute queue, and what it has of half precision and integer dot products.</summary>
    /// <exception cref="DeviceException">It does not open.</exception>
    public static VkDevice Create(VulkanPhysicalDevice physical)
    {
        var priority = 1f;
        var queue = new VkDeviceQueueCreateInfo
        {
            queueFamilyIndex = physical.QueueFamily!.Value,
            queueCount = 1,
            pQueuePriorities = &priority,
        };
        var extensions = stackalloc byte*[3];
        var info = new VkDeviceCreateInfo
        {
            queueCreateInfoCount = 1,
            pQueueCreateInfos = &queue,
            ppEnabledExtensionNames = extensions,
        };

        // An implementation on top of another API must be told that this is known.
        if (physical.HasExtension("VK_KHR_portability_subset"))
            extensions[info.enabledExtensionCount++] = VkLoader.Literal("VK_KHR_portability_subset"u8);

        var half = new VkPhysicalDeviceShaderFloat16Int8Features { shaderFloat16 = 1 };
        if (physical.HasFloat16Arithmetic)
        {
            half.pNext = info.pNext;
            info.pNext = &half;
            if (physical.Version < VulkanVersion.V1_2)
                extensions[info.enabledExtensionCount++] = VkLoader.Literal("VK_KHR_shader_float16_int8"u8);
        }

        var storage = new VkPhysicalDevice16BitStorageFeatures { storageBuffer16BitAccess = 1 };
        if (physical.HasFloat16Storage)
        {
            storage.pNext = info.pNext;
            info.pNext = &storage;
        }

        var dot = new VkPhysicalDeviceShaderIntegerDotProductFeatures { shaderIntegerDotProduct = 1 };
        if (physical.HasIntegerDotProduct)
        {
            dot.pNext = info.pNext;
            info.pNext = &dot;
            if (physical.Version < VulkanVersion.V1_3)
                extensions[info.enabledExtensionCount++] = VkLoader.Literal("VK_KHR_shader_integer_dot_product"u8);
        }

        VkDevice device;
        var vk = physical.Instance.Commands;
        Check(vk.vkCreateDevice(physical.Handle, &info, null, &device));
        return device;
    }
}
