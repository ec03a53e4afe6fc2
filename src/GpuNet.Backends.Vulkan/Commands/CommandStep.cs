using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Devices;

namespace GpuNet.Backends.Vulkan;

/// <summary>A command that was checked and bound, ready to be put into command buffers.</summary>
internal abstract class CommandStep
{
    /// <summary>Whether a profile measures it.</summary>
    public virtual bool IsTimed => true;

    /// <summary>Puts it into a command buffer.</summary>
    public abstract void Encode(VkDeviceCommands vk, VkCommandBuffer commands);
}

/// <summary>Runs a kernel.</summary>
internal sealed unsafe class DispatchStep(VulkanPipeline pipeline, VkDescriptorSet set, uint[] uniforms, GridSize groups) : CommandStep
{
    public override void Encode(VkDeviceCommands vk, VkCommandBuffer commands)
    {
        const VkPipelineBindPoint Compute = VkPipelineBindPoint.VK_PIPELINE_BIND_POINT_COMPUTE;
        var bound = set;
        vk.vkCmdBindPipeline(commands, Compute, pipeline.Handle);
        vk.vkCmdBindDescriptorSets(commands, Compute, pipeline.Layout.Pipeline, 0, 1, &bound, 0, null);
        fixed (uint* words = uniforms)
        {
            if (uniforms.Length > 0)
                vk.vkCmdPushConstants(commands, pipeline.Layout.Pipeline, PipelineLayouts.Stages, 0, (uint)uniforms.Length * sizeof(uint), words);
        }

        vk.vkCmdDispatch(commands, (uint)groups.X, (uint)groups.Y, (uint)groups.Z);
    }
}

/// <summary>Copies between buffers.</summary>
internal sealed unsafe class CopyBufferStep(VkBuffer source, VkBuffer destination, VkBufferCopy region) : CommandStep
{
    public override void Encode(VkDeviceCommands vk, VkCommandBuffer commands)
    {
        var copy = region;
        vk.vkCmdCopyBuffer(commands, source, destination, 1, &copy);
    }
}

/// <summary>Fills a texture from a buffer.</summary>
internal sealed unsafe class CopyToTextureStep(VkBuffer source, VkImage destination, VkBufferImageCopy region) : CommandStep
{
    public override void Encode(VkDeviceCommands vk, VkCommandBuffer commands)
    {
        var copy = region;
        vk.vkCmdCopyBufferToImage(commands, source, destination, VkImageLayout.VK_IMAGE_LAYOUT_GENERAL, 1, &copy);
    }
}

/// <summary>Orders memory accesses.</summary>
internal sealed class BarrierStep : CommandStep
{
    public override bool IsTimed => false;

    public override void Encode(VkDeviceCommands vk, VkCommandBuffer commands) => CommandBarriers.BetweenCommands(vk, commands);
}
