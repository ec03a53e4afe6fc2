using GpuNet.Backends.Vulkan;
using GpuNet.Devices;

namespace GpuNet.Vulkan.Tests;

internal sealed class ProbeTests
{
    [Test]
    public void Every_device_has_a_name_a_driver_and_the_limits_that_Vulkan_guarantees()
    {
        var probe = new VulkanBackend().Probe();
        Assert.That(probe.Backend, Is.EqualTo("vulkan"));
        Assert.That(probe.Devices, Is.Not.Empty, $"{probe.Problem}: {probe.Remedy}");
        foreach (var device in probe.Devices)
        {
            Assert.That(device.Backend, Is.EqualTo("vulkan"));
            Assert.That(device.Name, Is.Not.Empty);
            Assert.That(device.Driver, Is.Not.Empty);
            Assert.That(device.ApiVersion, Does.Match(@"^1\.[1-9]\.\d+$"));
            Assert.That(device.Limits.MaxWorkgroupInvocations, Is.AtLeast(128));
            Assert.That(device.Limits.MaxWorkgroupSize.X, Is.AtLeast(128));
            Assert.That(device.Limits.MaxWorkgroupSize.Z, Is.AtLeast(64));
            Assert.That(device.Limits.MaxWorkgroupCount.Y, Is.AtLeast(65535));
            Assert.That(device.Limits.MaxSharedMemoryBytes, Is.AtLeast(16384));
            Assert.That(device.Limits.MaxStorageBuffers, Is.AtLeast(4));
            Assert.That(device.Limits.MaxStorageBufferBytes, Is.AtLeast(1 << 27));
            Assert.That(device.Limits.StorageBufferAlignment, Is.InRange(1, 256));
            Assert.That(device.Limits.MaxTextureExtent, Is.AtLeast(4096));
            Assert.That(device.Limits.MaxTextureLayers, Is.AtLeast(256));
        }
    }

    [Test]
    public void Lavapipe_is_software_with_every_feature()
    {
        var device = new VulkanBackend().Probe().Devices.FirstOrDefault(d => d.Name.Contains("llvmpipe", StringComparison.Ordinal));
        if (device is null) Assert.Ignore("There is no lavapipe here.");
        Assert.That(device.Kind, Is.EqualTo(DeviceKind.Software));
        Assert.That(
            device.Features,
            Is.EqualTo(DeviceFeatures.Float16Arithmetic | DeviceFeatures.IntegerDotProduct | DeviceFeatures.Timestamps | DeviceFeatures.UnifiedMemory));
        Assert.That(device.Driver, Does.Contain("Mesa"));
    }

    [Test]
    public void A_missing_loader_is_a_problem_with_a_remedy()
    {
        var backend = new VulkanBackend(new VulkanOptions(), ["libvulkan-that-is-not-there.so.1"]);
        var probe = backend.Probe();
        Assert.That(probe.Devices, Is.Empty);
        Assert.That(probe.Problem, Does.Contain("libvulkan-that-is-not-there.so.1"));
        Assert.That(probe.Remedy, Is.Not.Empty);
    }

    [Test]
    public void A_library_that_is_no_loader_is_a_problem()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("The C library has this name on Linux.");
        var probe = new VulkanBackend(new VulkanOptions(), ["libc.so.6"]).Probe();
        Assert.That(probe.Problem, Does.Contain("libc.so.6").And.Contain("vkGetInstanceProcAddr"));
    }

    [Test]
    public void A_description_opens_its_device_also_when_it_is_a_copy()
    {
        var backend = new VulkanBackend();
        var info = backend.Probe().Devices[0];
        using var device = new VulkanBackend().Open(info with { Limits = info.Limits with { } });
        Assert.That(device.Info, Is.EqualTo(info));
    }

    [Test]
    public void Opening_what_is_not_there_fails_with_its_name()
    {
        var backend = new VulkanBackend();
        var stranger = backend.Probe().Devices[0] with { Name = "Voodoo 2" };
        Assert.That(() => backend.Open(stranger), Throws.TypeOf<DeviceException>().With.Message.Contains("Voodoo 2"));
        var missing = new VulkanBackend(new VulkanOptions(), ["libvulkan-that-is-not-there.so.1"]);
        Assert.That(() => missing.Open(stranger), Throws.TypeOf<DeviceException>().With.Message.Contains("does not load"));
    }

    [Test]
    public void Versions_read_as_Vulkan_packs_them()
    {
        Assert.That(new VulkanVersion((1u << 22) | (3u << 12) | 239).ToString(), Is.EqualTo("1.3.239"));
        Assert.That(VulkanVersion.V1_1 < VulkanVersion.V1_2, Is.True);
    }
}
