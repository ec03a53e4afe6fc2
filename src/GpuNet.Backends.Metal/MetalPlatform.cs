namespace GpuNet.Backends.Metal;

/// <summary>What a system has of Metal.</summary>
internal enum MetalPlatform
{
    /// <summary>Nothing: it is not Apple's.</summary>
    None,

    /// <summary>One device: iOS and its kin.</summary>
    SystemDevice,

    /// <summary>Any number of devices: macOS.</summary>
    ManyDevices,
}

/// <summary>Tells the platform.</summary>
internal static class MetalPlatforms
{
    /// <summary>The platform that this process runs on.</summary>
    public static MetalPlatform Current { get; } =
        OperatingSystem.IsMacOS() ? MetalPlatform.ManyDevices
        : OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() ? MetalPlatform.SystemDevice
        : MetalPlatform.None;

    /// <summary>The system's name and version, which is the driver's too: Metal's drivers come with the system.</summary>
    public static string System { get; } =
        OperatingSystem.IsMacOS() ? $"macOS {Environment.OSVersion.Version}"
        : OperatingSystem.IsIOS() ? $"iOS {Environment.OSVersion.Version}"
        : OperatingSystem.IsTvOS() ? $"tvOS {Environment.OSVersion.Version}"
        : Environment.OSVersion.VersionString;
}
