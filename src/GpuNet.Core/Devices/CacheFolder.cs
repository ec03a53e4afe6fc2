namespace GpuNet.Devices;

/// <summary>The folder that keeps compiled kernels and tuned choices from one process to the next.</summary>
public static class CacheFolder
{
    /// <summary>The environment variable that names the folder; <c>off</c> means none.</summary>
    public const string Variable = "GPUNET_CACHE";

    private const string Off = "off";
    private const string Name = "gpunet";

    /// <summary>What <see cref="Variable"/> says; null where it is not set, or is <c>off</c>.</summary>
    public static string? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value && value != Off ? value : null;

    /// <summary>What <see cref="Variable"/> says, or else the user's own folder for such files; null if it is <c>off</c> or there is none.</summary>
    public static string? FromEnvironmentOrUser() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } ? FromEnvironment() : OfUser();

    private static string? OfUser()
    {
        if (OperatingSystem.IsWindows()) return In(Environment.SpecialFolder.LocalApplicationData);
        if (OperatingSystem.IsMacOS()) return In(Environment.SpecialFolder.UserProfile, "Library", "Caches");
        return Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } caches
            ? Path.Combine(caches, Name)
            : In(Environment.SpecialFolder.UserProfile, ".cache");
    }

    private static string? In(Environment.SpecialFolder folder, params string[] below) =>
        Environment.GetFolderPath(folder) is { Length: > 0 } root ? Path.Combine([root, .. below, Name]) : null;
}
