using GpuNet.Devices;

namespace GpuNet.Backends.Vulkan;

/// <summary>Runs the steps of a command list one after another and measures each.</summary>
internal abstract class CommandProfiler
{
    /// <summary>The best way to measure that a device has.</summary>
    public static CommandProfiler Create(VulkanDevice device, CommandStep[] steps) =>
        device.Info.Features.HasFlag(DeviceFeatures.Timestamps)
            ? new TimestampProfiler(device, steps)
            : new WallClockProfiler(device, steps);

    /// <summary>Runs the steps once and waits for them.</summary>
    /// <returns>Nanoseconds of each step; 0 for those that are not timed.</returns>
    public abstract long[] Run();

    /// <summary>Frees what measuring takes.</summary>
    public abstract void Destroy();
}
