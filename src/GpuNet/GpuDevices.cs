using GpuNet.Backends.Gles;
using GpuNet.Backends.Vulkan;
using GpuNet.Devices;
using GpuNet.Diagnostics;
using GpuNet.Host;

namespace GpuNet;

/// <summary>The devices of this machine, over all backends, and the choice of one.</summary>
public static class GpuDevices
{
    /// <summary>The environment variable that names a backend where the caller names none.</summary>
    public const string BackendVariable = "GPUNET_BACKEND";

    /// <summary>The environment variable that names a device, or a part of its name, where the caller names none.</summary>
    public const string DeviceVariable = "GPUNET_DEVICE";

    /// <summary>The backends, better ones first: among devices of one kind, the earlier backend is chosen.</summary>
    public static IReadOnlyList<IBackend> Backends { get; } = [new VulkanBackend(), new GlesBackend(), new HostBackend()];

    /// <summary>Asks every backend for its devices. Never throws: what is missing stands in the answers.</summary>
    public static IReadOnlyList<BackendProbe> Probe() => [.. Backends.Select(b => b.Probe())];

    /// <summary>Why a backend has no device, or fewer than it should, and what to install, in one line.</summary>
    public static string Explain(BackendProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        var problem = (probe.Problem ?? "no device").TrimEnd('.');
        return probe.Remedy is null ? $"{probe.Backend}: {problem}" : $"{probe.Backend}: {problem} ({probe.Remedy})";
    }

    /// <summary>
    /// Opens the best device: a real GPU before a driver that computes on the CPU, and the host itself last. Where the
    /// environment names a backend or a device (<see cref="BackendVariable"/>, <see cref="DeviceVariable"/>), that holds
    /// for what the caller leaves open.
    /// </summary>
    /// <param name="backend">vulkan, gles, metal or cpu; null for any.</param>
    /// <param name="deviceName">The device's name or a part of it, in any case; null for any.</param>
    /// <exception cref="DeviceNotFoundException">No device fits; the message says what to install.</exception>
    /// <exception cref="DeviceException">The device does not open.</exception>
    /// <exception cref="InvalidInputException">GPUNET_DEBUG asks for what there is not.</exception>
    public static IDevice Open(string? backend = null, string? deviceName = null) => Open(
        Backends, backend ?? FromEnvironment(BackendVariable), deviceName ?? FromEnvironment(DeviceVariable));

    /// <summary>Opens the best device of <paramref name="backends"/>; see <see cref="Open(string?, string?)"/>.</summary>
    internal static IDevice Open(IReadOnlyList<IBackend> backends, string? backend, string? deviceName)
    {
        var asked = backends.Where(b => backend is null || b.Name.Equals(backend, StringComparison.OrdinalIgnoreCase)).ToList();
        if (asked.Count == 0)
            throw new DeviceNotFoundException(
                $"There is no backend '{backend}'; this build has {(backends.Count == 0 ? "none" : string.Join(", ", backends.Select(b => b.Name)))}.");

        var probes = asked.ConvertAll(b => (Backend: b, Probe: b.Probe()));
        // The sort is stable, so backends and drivers keep their order among devices of one kind.
        var candidates =
            from p in probes
            from device in p.Probe.Devices
            where deviceName is null || device.Name.Contains(deviceName, StringComparison.OrdinalIgnoreCase)
            orderby device.Kind
            select (p.Backend, Device: device);
        var levels = DebugLevelNames.FromEnvironment();
        foreach (var (owner, device) in candidates) return DebugDevice.Wrap(owner.Open(device), levels, Console.Error);
        throw NotFound(probes.ConvertAll(p => p.Probe), deviceName);
    }

    private static DeviceNotFoundException NotFound(List<BackendProbe> probes, string? deviceName)
    {
        var found = probes.SelectMany(p => p.Devices).Select(d => $"{d.Name} ({d.Backend})").ToList();
        if (found.Count > 0) return new DeviceNotFoundException($"No device is called '{deviceName}'; there are {string.Join(", ", found)}.");
        return new DeviceNotFoundException($"No device was found: {string.Join("; ", probes.Select(Explain))}.");
    }

    private static string? FromEnvironment(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && value != "auto" ? value : null;
}
