using GpuNet.Devices;
using GpuNet.Metal.Tests;

namespace GpuNet.UserKernels.Tests;

/// <summary>The devices that kernels of this project are tried on.</summary>
internal static class TestDevices
{
    /// <summary>Opens the best device of a backend; that of Metal is the stand-in, where Metal itself is absent.</summary>
    public static IDevice Open(string backend)
    {
        if (backend != "metal") return GpuDevices.Open(backend);
        var metal = StandInLoader.Backend();
        var probe = metal.Probe();
        Assert.That(probe.Devices, Is.Not.Empty, $"{probe.Problem} {probe.Remedy}");
        return metal.Open(probe.Devices[0]);
    }
}
