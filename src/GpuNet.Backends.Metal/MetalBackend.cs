using System.Runtime.CompilerServices;
using GpuNet.Backends.Metal.Interop;
using GpuNet.Devices;

namespace GpuNet.Backends.Metal;

/// <summary>Finds and opens Metal devices, on macOS 12, iOS 15 or above.</summary>
public sealed class MetalBackend : IBackend
{
    internal const string BackendName = "metal";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly MetalPlatform platform;
    private readonly TimeSpan timeout;

    // Two cards of one model describe themselves alike, so a description remembers which one it is.
    private readonly ConditionalWeakTable<DeviceInfo, object> registryIds = [];

    /// <summary>The Metal of this system.</summary>
    public MetalBackend()
        : this(MetalPlatforms.Current, Minute)
    {
    }

    /// <param name="platform">What the system has of Metal.</param>
    /// <param name="timeout">How long a submission may take.</param>
    internal MetalBackend(MetalPlatform platform, TimeSpan timeout)
    {
        this.platform = platform;
        this.timeout = timeout;
    }

    /// <inheritdoc/>
    public string Name => BackendName;

    /// <inheritdoc/>
    public BackendProbe Probe()
    {
        if (platform == MetalPlatform.None)
            return new BackendProbe(Name, [], "Metal is the API of macOS and iOS, and this is neither.", "use vulkan or gles here");
        try
        {
            using var pool = AutoreleasePool.Open();
            using var found = new DeviceList(platform);
            var devices = new List<DeviceInfo>();
            string? problem = found.Count == 0 ? "The system has no Metal device." : null;
            for (var i = 0; i < found.Count; i++)
            {
                if (MetalDeviceInfo.Problem(found[i]) is { } missing)
                {
                    problem ??= missing;
                    continue;
                }

                var info = MetalDeviceInfo.Describe(found[i]);
                registryIds.Add(info, found[i].RegistryId);
                devices.Add(info);
            }

            return new BackendProbe(Name, devices, problem);
        }
        catch (Exception e) when (e is GpuNetException or DllNotFoundException or EntryPointNotFoundException)
        {
            return new BackendProbe(Name, [], $"Metal does not load: {e.Message}", "macOS 12 or iOS 15 is the least");
        }
    }

    /// <inheritdoc/>
    public IDevice Open(DeviceInfo device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (platform == MetalPlatform.None) throw new DeviceException($"{device.Name} does not open: this system has no Metal.");
        try
        {
            using var pool = AutoreleasePool.Open();
            using var found = new DeviceList(platform);
            return new MetalDevice(Find(found, device), device, timeout);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new DeviceException($"{device.Name} does not open: {e.Message}", e);
        }
    }

    private MTLDevice Find(DeviceList found, DeviceInfo info)
    {
        var isKnown = registryIds.TryGetValue(info, out var registryId);
        for (var i = 0; i < found.Count; i++)
        {
            var fits = isKnown ? registryId is ulong id && found[i].RegistryId == id : MetalDeviceInfo.Describe(found[i]) == info;
            if (fits && MetalDeviceInfo.Problem(found[i]) is null) return found[i];
        }

        throw new DeviceException($"{info} is no Metal device of this machine.");
    }
}
