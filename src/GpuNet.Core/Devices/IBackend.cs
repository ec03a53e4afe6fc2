namespace GpuNet.Devices;

/// <summary>One API: finds its devices and opens them.</summary>
public interface IBackend
{
    /// <summary>vulkan, gles, metal or cpu: the word that <c>--backend</c> takes.</summary>
    string Name { get; }

    /// <summary>
    /// Looks for devices. Never throws: what is missing stands in the answer. What looking took may stay ready for
    /// <see cref="Open"/>, which makes opening faster, until <see cref="EndProbe"/>.
    /// </summary>
    BackendProbe Probe();

    /// <summary>Opens a device that <see cref="Probe"/> found.</summary>
    /// <exception cref="DeviceException">It does not open.</exception>
    IDevice Open(DeviceInfo device);

    /// <summary>Frees what <see cref="Probe"/> keeps ready; a second time is harmless.</summary>
    void EndProbe()
    {
    }
}

/// <summary>What a backend found.</summary>
/// <param name="Backend">The backend's name.</param>
/// <param name="Devices">The devices that can be opened, in the order of the driver.</param>
/// <param name="Problem">Why there is none, or why one was left out; null when all is well.</param>
/// <param name="Remedy">What to install or set, where that is known.</param>
public sealed record BackendProbe(string Backend, IReadOnlyList<DeviceInfo> Devices, string? Problem = null, string? Remedy = null);
