using GpuNet.Devices;

namespace GpuNet.Cli.Tests.Devices;

/// <summary>The best device is chosen, and what is missing is told with its remedy.</summary>
public sealed class GpuDevicesTests
{
    private static readonly FakeBackend Vulkan = new("vulkan", ("lavapipe", DeviceKind.Software), ("Radeon", DeviceKind.DiscreteGpu));
    private static readonly FakeBackend Gles = new("gles", ("Adreno", DeviceKind.IntegratedGpu), ("llvmpipe", DeviceKind.Software));
    private static readonly FakeBackend Cpu = new("cpu", ("Host", DeviceKind.Host));
    private static readonly FakeBackend Broken = new("vulkan") { Problem = "no loader", Remedy = "install libvulkan1" };

    [TestCase(null, null, "Radeon")]
    [TestCase("gles", null, "Adreno")]
    [TestCase("GLES", null, "Adreno")]
    [TestCase(null, "PIPE", "lavapipe")]
    [TestCase("gles", "pipe", "llvmpipe")]
    [TestCase("cpu", null, "Host")]
    public void The_best_device_that_fits_is_opened(string? backend, string? name, string expected) =>
        Assert.That(Chosen([Vulkan, Gles, Cpu], backend, name), Is.EqualTo(expected));

    [Test]
    public void A_gpu_comes_before_software_and_the_host_last()
    {
        Assert.That(Chosen([Broken, Gles, Cpu], null, null), Is.EqualTo("Adreno"));
        Assert.That(Chosen([Broken, Cpu], null, null), Is.EqualTo("Host"));
        Assert.That(
            Chosen([new FakeBackend("vulkan", ("lavapipe", DeviceKind.Software)), new FakeBackend("gles", ("llvmpipe", DeviceKind.Software)), Cpu], null, null),
            Is.EqualTo("lavapipe"), "among drivers of one kind, Vulkan");
    }

    [Test]
    public void What_is_missing_is_told()
    {
        AssertNotFound([Broken, Cpu], "vulkan", null, "no loader (install libvulkan1)");
        AssertNotFound([Vulkan, Gles], "metal", null, "no backend 'metal'; this build has vulkan, gles");
        AssertNotFound([Gles], null, "Mali", "No device is called 'Mali'; there are Adreno (gles), llvmpipe (gles)");
    }

    [Test]
    public void The_host_is_always_there() => Assert.That(GpuDevices.Probe().SelectMany(p => p.Devices).Select(d => d.Kind), Does.Contain(DeviceKind.Host));

    private static string? Chosen(IReadOnlyList<IBackend> backends, string? backend, string? name) =>
        Assert.Throws<DeviceException>(() => GpuDevices.Open(backends, backend, name).Dispose())?.Message;

    private static void AssertNotFound(IReadOnlyList<IBackend> backends, string? backend, string? name, string words) => Assert.That(
        () => GpuDevices.Open(backends, backend, name), Throws.TypeOf<DeviceNotFoundException>().With.Message.Contains(words));

    /// <summary>A backend whose devices say their names in the exception that they throw when they are opened.</summary>
    private sealed class FakeBackend(string name, params (string Name, DeviceKind Kind)[] devices) : IBackend
    {
        public string? Problem { get; init; }

        public string? Remedy { get; init; }

        public string Name => name;

        public BackendProbe Probe() => new(name, [.. devices.Select(d => new DeviceInfo(name, d.Name, "driver", "1.0", d.Kind, null!, DeviceFeatures.None))], Problem, Remedy);

        public IDevice Open(DeviceInfo device) => throw new DeviceException(device.Name);
    }
}
