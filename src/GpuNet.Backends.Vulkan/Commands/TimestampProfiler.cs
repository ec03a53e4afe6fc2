using GpuNet.Backends.Vulkan.Interop;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>Measures with a timestamp of the device between every two steps.</summary>
internal sealed unsafe class TimestampProfiler : CommandProfiler
{
    private readonly VulkanDevice device;
    private readonly CommandStep[] steps;
    private readonly CommandPool pool;
    private readonly VkQueryPool queries;
    private readonly VkCommandBuffer commands;

    public TimestampProfiler(VulkanDevice device, CommandStep[] steps)
    {
        this.device = device;
        this.steps = steps;
        pool = new CommandPool(device.Commands, device.Handle, device.QueueFamily);
        try
        {
            var info = new VkQueryPoolCreateInfo { queryType = VkQueryType.VK_QUERY_TYPE_TIMESTAMP, queryCount = QueryCount };
            VkQueryPool created;
            Check(device.Commands.vkCreateQueryPool(device.Handle, &info, null, &created));
            queries = created;
            commands = pool.Record(0, Encode);
        }
        catch (DeviceException)
        {
            Destroy();
            throw;
        }
    }

    private uint QueryCount => (uint)steps.Length + 1;

    public override long[] Run()
    {
        device.Queue.Submit(commands, pool.Fence);
        device.Queue.Wait(pool.Fence, "A profile");
        var stamps = new ulong[QueryCount];
        fixed (ulong* first = stamps)
        {
            const VkQueryResultFlagBits Flags = VkQueryResultFlagBits.VK_QUERY_RESULT_64_BIT | VkQueryResultFlagBits.VK_QUERY_RESULT_WAIT_BIT;
            Check(device.Commands.vkGetQueryPoolResults(
                device.Handle, queries, 0, QueryCount, (nuint)stamps.Length * sizeof(ulong), first, sizeof(ulong), Flags));
        }

        var bits = device.Physical.TimestampBits;
        var mask = bits >= 64 ? ulong.MaxValue : (1UL << bits) - 1;
        var times = new long[steps.Length];
        for (var i = 0; i < times.Length; i++)
        {
            // Counters wrap around.
            var ticks = (stamps[i + 1] - stamps[i]) & mask;
            if (steps[i].IsTimed) times[i] = (long)(ticks * (double)device.Physical.Properties.limits.timestampPeriod);
        }

        return times;
    }

    public override void Destroy()
    {
        device.Commands.vkDestroyQueryPool(device.Handle, queries, null);
        pool.Destroy();
    }

    private void Encode(VkCommandBuffer buffer)
    {
        var vk = device.Commands;
        vk.vkCmdResetQueryPool(buffer, queries, 0, QueryCount);
        CommandBarriers.BetweenCommands(vk, buffer);
        Stamp(buffer, 0);
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i].Encode(vk, buffer);
            CommandBarriers.BetweenCommands(vk, buffer);
            Stamp(buffer, (uint)i + 1);
        }

        CommandBarriers.BeforeHost(vk, buffer);
    }

    private void Stamp(VkCommandBuffer buffer, uint query) => device.Commands.vkCmdWriteTimestamp(
        buffer, VkPipelineStageFlagBits.VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, queries, query);
}
