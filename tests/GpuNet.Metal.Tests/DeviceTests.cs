using GpuNet.Backends.Metal;
using GpuNet.Devices;
using GpuNet.MetalStandIn;

namespace GpuNet.Metal.Tests;

/// <summary>Devices are found, described and opened, or it is said why not.</summary>
internal sealed class DeviceTests : MetalFixture
{
    [Test]
    public void A_device_has_a_name_and_the_limits_that_kernels_need()
    {
        var info = Device.Info;
        Assert.That((info.Backend, info.Kind), Is.EqualTo(("metal", DeviceKind.IntegratedGpu)));
        Assert.That(info.Name, Is.Not.Empty);
        Assert.That(info.Driver, Is.Not.Empty);
        Assert.That(info.ApiVersion, Does.Match("^[2-4]$"));
        Assert.That(info.Features, Is.EqualTo(DeviceFeatures.Float16Arithmetic | DeviceFeatures.Timestamps | DeviceFeatures.UnifiedMemory));
        Assert.That(info.Limits.MaxWorkgroupInvocations, Is.EqualTo(1024));
        Assert.That(info.Limits.MaxSharedMemoryBytes, Is.AtLeast(16384));
        Assert.That(info.Limits.MaxStorageBuffers, Is.EqualTo(31));
        Assert.That(info.Limits.MaxSampledTextures, Is.AtLeast(16));
        Assert.That(info.Limits.MaxTextureExtent, Is.EqualTo(16384));
    }

    [Test]
    public void An_old_device_has_lower_limits()
    {
        StandInLibrary.Set("apple-family", 2);
        using var old = Open();
        Assert.That(old.Info.Limits.MaxWorkgroupInvocations, Is.EqualTo(512));
        Assert.That(old.Info.Limits.MaxTextureExtent, Is.EqualTo(8192));
        Assert.That(old.Info.Limits.MaxSampledTextures, Is.AtLeast(16));
    }

    [Test]
    public void A_device_with_memory_of_its_own_is_a_discrete_one()
    {
        StandInLibrary.Set("unified-memory", 0);
        using var discrete = Open();
        Assert.That(discrete.Info.Kind, Is.EqualTo(DeviceKind.DiscreteGpu));
    }

    [Test]
    public void The_system_device_of_a_phone_is_found()
    {
        var backend = new MetalBackend(MetalPlatform.SystemDevice, TimeSpan.FromSeconds(20));
        using var device = backend.Open(backend.Probe().Devices.Single());
        Assert.That(device.Info.Name, Is.EqualTo(Device.Info.Name));
    }

    [Test]
    public void No_device_is_a_problem_that_is_told([Values] bool many)
    {
        StandInLibrary.Set("devices", 0);
        var backend = new MetalBackend(many ? MetalPlatform.ManyDevices : MetalPlatform.SystemDevice, TimeSpan.FromSeconds(20));
        var probe = backend.Probe();
        Assert.That(probe.Devices, Is.Empty);
        Assert.That(probe.Problem, Is.EqualTo("The system has no Metal device."));
        Assert.That(() => backend.Open(Device.Info), Refusal($"{Device.Info} is no Metal device"));
    }

    [Test]
    public void A_system_that_is_too_old_is_told_what_is_needed()
    {
        StandInLibrary.HideSelector("waitUntilSignaledValue:timeoutMS:");
        var probe = Backend().Probe();
        Assert.That(probe.Devices, Is.Empty);
        Assert.That(probe.Problem, Does.Contain(Device.Info.Name).And.Contain("macOS 12 or iOS 15"));
    }

    [Test]
    public void A_description_of_another_machine_does_not_open() =>
        Assert.That(() => Backend().Open(Device.Info with { Name = "Voodoo" }), Refusal("Voodoo"));

    [Test]
    public void A_description_of_another_probe_opens()
    {
        using var again = Backend().Open(Device.Info with { });
        Assert.That(again.Info, Is.EqualTo(Device.Info));
    }

    [Test]
    public void A_device_without_a_queue_does_not_open()
    {
        StandInLibrary.Set("fail-command-queue", 1);
        Assert.That(() => Open(), Refusal("command queue"));
    }

    [Test]
    public void Memory_that_is_not_there_is_an_error_that_names_the_resource()
    {
        StandInLibrary.Set("fail-buffer", 1);
        Assert.That(() => Device.CreateBuffer("arena", 4096, BufferPlacement.Device), Refusal("arena", "4096", Device.Info.Name));
        StandInLibrary.Set("fail-texture", 1);
        Assert.That(() => Device.CreateTexture("picture", 7, 5, 3, TexelFormat.Float16), Refusal("picture", "7x5x3"));
        var most = Device.Info.Limits.MaxStorageBufferBytes;
        Assert.That(() => Device.CreateBuffer("arena", most + 1, BufferPlacement.Upload), Refusal("arena", $"{most + 1}", $"{most}"));
    }
}
