using GpuNet.Backends.Gles;
using GpuNet.Backends.Metal;
using GpuNet.Backends.Vulkan;
using GpuNet.Devices;
using GpuNet.Diagnostics;
using GpuNet.Host;

namespace GpuNet;

/// <summary>The devices of this machine, over all backends, and the choice of one.</summary>
public static class GpuDevices
{
    private static readonly Lazy<IReadOnlyList<IBackend>> BackendsOnce = new(() =>
    [
        new MetalBackend(),
        new VulkanBackend(VulkanOptions.FromEnvironment() with { CacheFolder = CacheFolder, OnMessage = Warn }),
        new GlesBackend(new GlesOptions { CacheFolder = CacheFolder, OnWarning = Warn }),
        new HostBackend(),
    ]);

    /// <summary>The environment variable that names a backend where the caller names none.</summary>
    public const string BackendVariable = "GPUNET_BACKEND";

    /// <summary>The environment variable that names a device, or a part of its name, where the caller names none.</summary>
    public const string DeviceVariable = "GPUNET_DEVICE";

    /// <summary>The backends, better ones first: among devices of one kind, the earlier backend is chosen.</summary>
    public static IReadOnlyList<IBackend> Backends => BackendsOnce.Value;

    /// <summary>
    /// The folder that keeps compiled kernels from one process to the next; null keeps none. What
    /// <see cref="Devices.CacheFolder.Variable"/> says, unless it is set before <see cref="Backends"/> are first used.
    /// </summary>
    public static string? CacheFolder { get; set; } = Devices.CacheFolder.FromEnvironment();

    /// <summary>Takes warnings, each one line, such as that a cache file is damaged. On any thread; must not throw. Standard error
    /// unless it is set.</summary>
    public static Action<string> OnWarning { get; set; } = Console.Error.WriteLine;

    /// <summary>Asks every backend for its devices. Never throws: what is missing stands in the answers.</summary>
    public static IReadOnlyList<BackendProbe> Probe()
    {
        var probes = Probe(Backends);
        foreach (var backend in Backends) backend.EndProbe();
        return probes;
    }

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

        var probes = Probe(asked);
        try
        {
            // Among devices of one kind, backends and drivers keep their order.
            DeviceInfo? best = null;
            IBackend? owner = null;
            for (var i = 0; i < asked.Count; i++)
            {
                foreach (var device in probes[i].Devices)
                {
                    if (deviceName is not null && !device.Name.Contains(deviceName, StringComparison.OrdinalIgnoreCase)) continue;
                    if (best is null || device.Kind < best.Kind) (best, owner) = (device, asked[i]);
                }
            }

            if (owner is null) throw NotFound(probes, deviceName);
            return DebugDevice.Wrap(owner.Open(best!), DebugLevelNames.FromEnvironment(), Console.Error);
        }
        finally
        {
            foreach (var probed in asked) probed.EndProbe();
        }
    }

    // Drivers take their time to load, each for itself.
    private static BackendProbe[] Probe(IReadOnlyList<IBackend> backends)
    {
        var probes = new BackendProbe[backends.Count];
        if (probes.Length == 1) probes[0] = backends[0].Probe();
        else Parallel.For(0, probes.Length, i => probes[i] = backends[i].Probe());
        return probes;
    }

    private static DeviceNotFoundException NotFound(BackendProbe[] probes, string? deviceName)
    {
        var found = probes.SelectMany(p => p.Devices).Select(d => $"{d.Name} ({d.Backend})").ToList();
        if (found.Count > 0) return new DeviceNotFoundException($"No device is called '{deviceName}'; there are {string.Join(", ", found)}.");
        return new DeviceNotFoundException($"No device was found: {string.Join("; ", probes.Select(Explain))}.");
    }

    private static void Warn(string message) => OnWarning(message);

    private static string? FromEnvironment(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && value != "auto" ? value : null;
}
