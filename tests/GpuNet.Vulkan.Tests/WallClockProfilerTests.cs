using GpuNet.Backends.Vulkan;
using GpuNet.Devices;

namespace GpuNet.Vulkan.Tests;

/// <summary>The profile of devices without timestamps.</summary>
internal sealed class WallClockProfilerTests : VulkanFixture
{
    [Test]
    public void Each_command_is_measured()
    {
        using var source = Upload("source", [1, 2, 3]);
        using var target = Device.CreateBuffer("target", 12, BufferPlacement.Readback);
        var binder = new CommandBinder(Device, descriptors: null);
        CommandStep[] steps = [binder.Bind(new CopyBufferCommand(All(source), All(target))), binder.Bind(new BarrierCommand())];
        var profiler = new WallClockProfiler(Device, steps);
        var times = profiler.Run();
        profiler.Destroy();
        Assert.That(times[0], Is.Positive);
        Assert.That(times[1], Is.Zero);
        Assert.That(Floats(target), Is.EqualTo(new[] { 1f, 2f, 3f }));
    }
}
