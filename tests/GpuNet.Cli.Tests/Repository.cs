namespace GpuNet.Cli.Tests;

/// <summary>Where the repository lies, and the models and images beside it.</summary>
internal static class Repository
{
    /// <summary>The folder of GpuNet.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path under <c>../shared</c>. Skips the test where that is absent.</summary>
    public static string Shared(params string[] parts)
    {
        var folder = Path.GetFullPath(Path.Combine(Root, "..", "shared"));
        if (!Directory.Exists(folder)) Assert.Ignore("Needs the models and images at ../shared, which is absent.");
        return Path.Combine([folder, .. parts]);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GpuNet.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No folder above the tests has GpuNet.sln.");
        return folder;
    }
}
