using GpuNet.Devices;
using GpuNet.Host;

namespace GpuNet.Training.Tests;

/// <summary>The device that every machine has.</summary>
internal static class GpuDevicesForTests
{
    public static IDevice OpenHost()
    {
        var backend = new HostBackend();
        return backend.Open(backend.Probe().Devices[0]);
    }
}
