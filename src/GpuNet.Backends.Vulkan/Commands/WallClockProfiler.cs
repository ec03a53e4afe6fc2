using System.Diagnostics;
using GpuNet.Backends.Vulkan.Interop;

namespace GpuNet.Backends.Vulkan;

/// <summary>Measures with the host's clock around a submission of each step; the cost of submitting is in the times.</summary>
internal sealed class WallClockProfiler : CommandProfiler
{
    private readonly VulkanDevice device;
    private readonly CommandStep[] steps;
    private readonly CommandPool pool;
    private readonly VkCommandBuffer[] commands;

    public WallClockProfiler(VulkanDevice device, CommandStep[] steps)
    {
        this.device = device;
        this.steps = steps;
        pool = new CommandPool(device.Commands, device.Handle, device.QueueFamily);
        try
        {
            commands = [.. steps.Select(step => pool.Record(0, buffer => Encode(step, buffer)))];
        }
        catch (DeviceException)
        {
            Destroy();
            throw;
        }
    }

    public override long[] Run()
    {
        var times = new long[steps.Length];
        for (var i = 0; i < times.Length; i++)
        {
            if (!steps[i].IsTimed) continue;
            var start = Stopwatch.GetTimestamp();
            device.Queue.Submit(commands[i], pool.Fence);
            device.Queue.Wait(pool.Fence, "A profile");
            times[i] = (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }

        return times;
    }

    public override void Destroy() => pool.Destroy();

    private void Encode(CommandStep step, VkCommandBuffer buffer)
    {
        CommandBarriers.BetweenCommands(device.Commands, buffer);
        step.Encode(device.Commands, buffer);
        CommandBarriers.BeforeHost(device.Commands, buffer);
    }
}
