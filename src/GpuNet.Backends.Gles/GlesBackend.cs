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
            using var device = GlesDevice.Open(options);
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
        var opened = GlesDevice.Open(options);
        if (opened.Info.Name == device.Name) return opened;
        var found = opened.Info;
        opened.Dispose();
        throw new DeviceException($"{device} is not there any more; EGL now answers with {found}.");
    }
}
