using GpuNet.Testing;

namespace GpuNet.Backends.Tests;

/// <summary>
/// The drivers that come with a browser: SwiftShader, which is Vulkan on the CPU, and ANGLE, which is OpenGL ES on Vulkan.
/// Their compilers and limits are not Mesa's: 256 invocations, no 16-bit storage, a subgroup of four.
/// </summary>
internal static class BrowserDrivers
{
    private const string FolderVariable = "GPUNET_TEST_BROWSER_DRIVERS";

    // Where ./test puts them.
    private static readonly string Folder = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder
        ? folder
        : Path.Combine(SharedFiles.RepositoryRoot, "artifacts", "browser-drivers");

    public static string SwiftShader => Find("libvk_swiftshader.so");

    public static string AngleEgl => Find("libEGL.so");

    public static string AngleGles => Find("libGLESv2.so");

    /// <summary>Whether a network is tried: the large ones take minutes there, and the smaller ones run the same kernels.</summary>
    public static bool Runs(string network) => !network.Contains("1.0_", StringComparison.Ordinal) && !network.Contains("0.5_", StringComparison.Ordinal);

    private static string Find(string file)
    {
        var path = Path.Combine(Folder, file);
        Assert.That(path, Does.Exist, $"run ./test swiftshader once, which fetches it, or set {FolderVariable} to a folder that has it");
        return path;
    }
}
