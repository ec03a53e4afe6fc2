using GpuNet.Backends.Metal;
using GpuNet.Devices;

namespace GpuNet.Metal.Tests;

/// <summary>What a system without Metal is told; nothing native is loaded for it.</summary>
internal sealed class PlatformTests
{
    private static readonly MetalBackend Elsewhere = new(MetalPlatform.None, TimeSpan.FromSeconds(1));

    [Test]
    public void A_system_that_is_not_Apples_is_told_so()
    {
        var probe = Elsewhere.Probe();
        Assert.That(probe.Backend, Is.EqualTo("metal"));
        Assert.That(probe.Devices, Is.Empty);
        Assert.That(probe.Problem, Does.Contain("macOS and iOS"));
        Assert.That(probe.Remedy, Does.Contain("vulkan or gles"));
    }

    [Test]
    public void A_device_of_elsewhere_does_not_open()
    {
        var device = new DeviceInfo("metal", "Apple M1", "macOS 14", "3", DeviceKind.IntegratedGpu, null!, DeviceFeatures.None);
        Assert.That(() => Elsewhere.Open(device), Throws.TypeOf<DeviceException>().With.Message.Contains("Apple M1"));
    }

    [Test]
    public void The_platform_is_that_of_the_process() => Assert.That(
        MetalPlatforms.Current, Is.EqualTo(OperatingSystem.IsMacOS() ? MetalPlatform.ManyDevices : MetalPlatform.None));
}
