using GpuNet.Devices;

namespace GpuNet.Backends.Gles;

/// <summary>
/// OpenGL ES 3.1 through EGL, without a window or a display. With GPUNET_GLES_DEBUG=1 in the environment, every call of the
/// API is checked for an error, and the driver's messages are reported.
/// </summary>
/// <param name="options">Which implementation to use; null for the system's.</param>
public sealed class GlesBackend(GlesOptions? options = null) : IBackend
{
    private readonly GlesOptions options = options ?? new GlesOptions();

    // There is no asking without a context, and no context without its driver: the one of a probe serves whoever opens next.
    private GlesDevice? probed;

    /// <inheritdoc/>
    public string Name => GlesDeviceInfo.Backend;

    private string Remedy => options.EglLibrary is null && options.GlesLibrary is null
        ? "Install a driver with OpenGL ES 3.1; on Debian: apt-get install libegl1 libgles2 libegl-mesa0"
        : "Check EglLibrary, GlesLibrary and the platform in GlesOptions.";

    /// <inheritdoc/>
    public BackendProbe Probe()
    {
        try
        {
            var device = GlesDevice.Open(options);
            Keep(device);
            return new BackendProbe(Name, [device.Info]);
        }
        catch (DeviceException e)
        {
            return new BackendProbe(Name, [], e.Message, Remedy);
        }
    }

    /// <inheritdoc/>
    public IDevice Open(DeviceInfo device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.Backend != Name) throw new ArgumentException($"{device} is not a device of {Name}.", nameof(device));
        var opened = Interlocked.Exchange(ref probed, null) ?? GlesDevice.Open(options);
        if (opened.Info.Name == device.Name) return opened;
        var found = opened.Info;
        opened.Dispose();
        throw new DeviceException($"{device} is not there any more; EGL now answers with {found}.");
    }

    /// <inheritdoc/>
    public void EndProbe() => Keep(null);

    private void Keep(GlesDevice? device) => Interlocked.Exchange(ref probed, device)?.Dispose();
}
