using System.Runtime.InteropServices;
using GpuNet.Devices;

namespace GpuNet.Host;

/// <summary>The host as a device: it runs the C# of the kernels itself. Always there, and the debugger's way into a kernel.</summary>
public sealed class HostBackend : IBackend
{
    internal const string BackendName = "cpu";

    /// <inheritdoc/>
    public string Name => BackendName;

    /// <inheritdoc/>
    public BackendProbe Probe() => new(BackendName, [Describe()]);

    /// <inheritdoc/>
    public IDevice Open(DeviceInfo device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.Backend != BackendName || device.Kind != DeviceKind.Host)
            throw new DeviceException($"{device} is not a device of the backend '{BackendName}'.");
        return new HostDevice(device);
    }

    private static DeviceInfo Describe() => new(
        BackendName,
        Environment.ProcessorCount == 1 ? "Host, 1 processor" : $"Host, {Environment.ProcessorCount} processors",
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        DeviceKind.Host,
        HostLimits.All,
        DeviceFeatures.Float16Arithmetic | DeviceFeatures.Timestamps | DeviceFeatures.UnifiedMemory);
}
