using GpuNet.Devices;

namespace GpuNet.Backends.Gles;

/// <summary>
/// OpenGL ES 3.1 through EGL, without a window or a display. With GPUNET_GLES_DEBUG=1 in the environment, every call of the
/// API is checked for an error, and the driver's messages are reported.
/// </summary>
/// <param name="options">Which implementation to use; what is left open is taken from the environment.</param>
public sealed class GlesBackend(GlesOptions? options = null) : IBackend
{
    // There is no asking without a context, and no context without its driver: the one of a probe serves whoever opens next.
    private GlesDevice? probed;

    /// <inheritdoc/>
    public string Name => GlesDeviceInfo.Backend;

    // Read at each use, so that what the environment has wrong surfaces from a probe and not from a constructor.
    private GlesOptions Options => (options ?? new GlesOptions()).OrEnvironment();

    /// <inheritdoc/>
    public BackendProbe Probe()
    {
        GlesOptions? asked = null;
        try
        {
            asked = Options;
            var device = GlesDevice.Open(asked);
            Keep(device);
            return new BackendProbe(Name, [device.Info]);
        }
        catch (DeviceException e)
        {
            return new BackendProbe(Name, [], e.Message, RemedyFor(asked));
        }
    }

    /// <inheritdoc/>
    public IDevice Open(DeviceInfo device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.Backend != Name) throw new ArgumentException($"{device} is not a device of {Name}.", nameof(device));
        var opened = Interlocked.Exchange(ref probed, null) ?? GlesDevice.Open(Options);
        if (opened.Info.Name == device.Name) return opened;
        var found = opened.Info;
        opened.Dispose();
        throw new DeviceException($"{device} is not there any more; EGL now answers with {found}.");
    }

    /// <inheritdoc/>
    public void EndProbe() => Keep(null);

    private void Keep(GlesDevice? device) => Interlocked.Exchange(ref probed, device)?.Dispose();

    private static string RemedyFor(GlesOptions? asked) => asked is { EglLibrary: null, GlesLibrary: null }
        ? "Install a driver with OpenGL ES 3.1; on Debian: apt-get install libegl1 libgles2 libegl-mesa0"
        : $"Check EglLibrary, GlesLibrary and the platform in GlesOptions, or {GlesOptions.EglVariable}, {GlesOptions.GlesVariable} and "
            + $"{GlesOptions.PlatformVariable} in the environment";
}
