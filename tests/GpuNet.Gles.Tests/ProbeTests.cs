using GpuNet.Backends.Gles;
using GpuNet.Devices;

namespace GpuNet.Gles.Tests;

internal sealed class ProbeTests
{
    private const string NoLibrary = "libGpuNetHasNoSuchLibrary.so.9";

    [Test]
    public void The_system_has_a_device_that_meets_the_minimum_of_the_api()
    {
        var probe = new GlesBackend().Probe();
        Assert.That(probe.Devices, Has.Count.EqualTo(1), $"{probe.Problem} {probe.Remedy}");
        var device = probe.Devices[0];
        TestContext.Out.WriteLine($"{device}\n{device.Kind} {device.Limits}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(probe.Problem, Is.Null);
            Assert.That(device.Backend, Is.EqualTo("gles"));
            Assert.That(device.Name, Is.Not.Empty);
            Assert.That(device.Driver, Is.Not.Empty);
            Assert.That(device.ApiVersion, Does.StartWith("3."));
            Assert.That(device.Limits.MaxWorkgroupInvocations, Is.GreaterThanOrEqualTo(128));
            Assert.That(device.Limits.MaxWorkgroupSize.X, Is.GreaterThanOrEqualTo(128));
            Assert.That(device.Limits.MaxWorkgroupCount.Z, Is.GreaterThanOrEqualTo(65535));
            Assert.That(device.Limits.MaxSharedMemoryBytes, Is.GreaterThanOrEqualTo(16384));
            Assert.That(device.Limits.MaxStorageBuffers, Is.GreaterThanOrEqualTo(4));
            Assert.That(device.Limits.MaxStorageImages, Is.GreaterThanOrEqualTo(4));
            Assert.That(device.Limits.MaxSampledTextures, Is.GreaterThanOrEqualTo(16));
            Assert.That(device.Limits.MaxStorageBufferBytes, Is.GreaterThanOrEqualTo(1L << 27));
            Assert.That(device.Limits.StorageBufferAlignment, Is.InRange(1, 256));
            Assert.That(device.Limits.MaxTextureExtent, Is.GreaterThanOrEqualTo(2048));
            Assert.That(device.Limits.MaxTextureLayers, Is.GreaterThanOrEqualTo(256));
        }
    }

    [Test]
    public void A_missing_egl_library_is_a_problem_that_names_it()
    {
        var probe = new GlesBackend(new GlesOptions { EglLibrary = NoLibrary }).Probe();
        Assert.That(probe.Devices, Is.Empty);
        Assert.That(probe.Problem, Does.Contain(NoLibrary).And.Contain("EGL"));
        Assert.That(probe.Remedy, Does.Contain("GlesOptions"));
    }

    [Test]
    public void A_missing_gles_library_is_a_problem_that_names_it()
    {
        var probe = new GlesBackend(new GlesOptions { GlesLibrary = NoLibrary }).Probe();
        Assert.That(probe.Devices, Is.Empty);
        Assert.That(probe.Problem, Does.Contain(NoLibrary).And.Contain("OpenGL ES"));
    }

    [Test]
    public void A_library_that_is_not_egl_is_a_problem_that_names_the_command()
    {
        var probe = new GlesBackend(new GlesOptions { EglLibrary = "libGLESv2.so.2" }).Probe();
        Assert.That(probe.Devices, Is.Empty);
        Assert.That(probe.Problem, Does.Contain("libGLESv2.so.2").And.Contain("eglBindAPI"));
    }

    [Test]
    public void A_platform_that_does_not_exist_is_a_problem_that_names_it()
    {
        var probe = new GlesBackend(new GlesOptions { Platform = 0x7FFF }).Probe();
        Assert.That(probe.Devices, Is.Empty);
        Assert.That(probe.Problem, Does.Contain("0x7FFF"));
    }

    [Test]
    public void A_platform_may_be_chosen_by_number()
    {
        const int Surfaceless = 0x31DD; // EGL_PLATFORM_SURFACELESS_MESA
        var probe = new GlesBackend(new GlesOptions { Platform = Surfaceless, PlatformAttributes = [] }).Probe();
        Assert.That(probe.Devices, Has.Count.EqualTo(1), probe.Problem);
    }

    [Test]
    public void Half_a_platform_attribute_is_a_problem()
    {
        var probe = new GlesBackend(new GlesOptions { PlatformAttributes = [0x3203] }).Probe();
        Assert.That(probe.Problem, Does.Contain("PlatformAttributes"));
    }

    [Test]
    public void Commands_come_from_eglGetProcAddress_where_only_egl_is_named()
    {
        var probe = new GlesBackend(new GlesOptions { EglLibrary = "libEGL.so.1" }).Probe();
        Assert.That(probe.Devices, Has.Count.EqualTo(1), probe.Problem);
    }

    [Test]
    public void Opening_a_device_of_another_kind_is_an_error()
    {
        var backend = new GlesBackend();
        var device = backend.Probe().Devices[0];
        Assert.That(() => backend.Open(device with { Backend = "vulkan" }), Throws.ArgumentException);
        Assert.That(
            () => backend.Open(device with { Name = "Nothing 3000" }), Throws.TypeOf<DeviceException>().With.Message.Contains("Nothing 3000"));
    }

    [TestCase("OpenGL ES 3.2 Mesa 22.3.6", "3.2", "Mesa 22.3.6")]
    [TestCase("OpenGL ES 3.1.0 (ANGLE 2.1)", "3.1.0", "(ANGLE 2.1)")]
    [TestCase("OpenGL ES 3.1", "3.1", "")]
    [TestCase("4.6", "4.6", "")]
    public void Version_and_driver_are_told_apart(string text, string version, string driver) =>
        Assert.That(GlesDeviceInfo.SplitVersion(text), Is.EqualTo((version, driver)));

    [TestCase("llvmpipe (LLVM 15.0.6, 256 bits)", DeviceKind.Software)]
    [TestCase("softpipe", DeviceKind.Software)]
    [TestCase("ANGLE (Google, Vulkan 1.1.0 (SwiftShader Device))", DeviceKind.Software)]
    [TestCase("Adreno (TM) 640", DeviceKind.IntegratedGpu)]
    [TestCase("Mali-G78", DeviceKind.IntegratedGpu)]
    [TestCase("NVIDIA GeForce RTX 3060/PCIe/SSE2", DeviceKind.DiscreteGpu)]
    [TestCase("Something new", DeviceKind.OtherGpu)]
    public void The_kind_is_told_by_the_name(string renderer, DeviceKind kind) =>
        Assert.That(GlesDeviceInfo.KindOf(renderer), Is.EqualTo(kind));
}
