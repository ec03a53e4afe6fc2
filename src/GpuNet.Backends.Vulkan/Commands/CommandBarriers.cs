using GpuNet.Backends.Vulkan.Interop;

namespace GpuNet.Backends.Vulkan;

/// <summary>The global memory barriers that command lists are made with.</summary>
internal static unsafe class CommandBarriers
{
    /// <summary>Where commands of a list run.</summary>
    public const VkPipelineStageFlagBits Stages =
        VkPipelineStageFlagBits.VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VkPipelineStageFlagBits.VK_PIPELINE_STAGE_TRANSFER_BIT;

    /// <summary>How commands of a list write.</summary>
    public const VkAccessFlagBits Writes =
        VkAccessFlagBits.VK_ACCESS_SHADER_WRITE_BIT | VkAccessFlagBits.VK_ACCESS_TRANSFER_WRITE_BIT;

    /// <summary>How commands of a list read and write.</summary>
    public const VkAccessFlagBits AllAccess =
        Writes | VkAccessFlagBits.VK_ACCESS_SHADER_READ_BIT | VkAccessFlagBits.VK_ACCESS_TRANSFER_READ_BIT;

    /// <summary>What was written before is visible to what comes after, also across submissions to the queue.</summary>
    public static void BetweenCommands(VkDeviceCommands vk, VkCommandBuffer commands) => Barrier(vk, commands, Stages, AllAccess);

    /// <summary>What was written before is visible to the host once the fence is signalled.</summary>
    public static void BeforeHost(VkDeviceCommands vk, VkCommandBuffer commands) => Barrier(
        vk, commands, VkPipelineStageFlagBits.VK_PIPELINE_STAGE_HOST_BIT, VkAccessFlagBits.VK_ACCESS_HOST_READ_BIT);

    private static void Barrier(VkDeviceCommands vk, VkCommandBuffer commands, VkPipelineStageFlagBits to, VkAccessFlagBits access)
    {
        var barrier = new VkMemoryBarrier { srcAccessMask = Writes, dstAccessMask = access };
        vk.vkCmdPipelineBarrier(commands, Stages, to, 0, 1, &barrier, 0, null, 0, null);
    }
}
