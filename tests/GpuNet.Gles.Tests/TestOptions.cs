using System.Globalization;
using GpuNet.Backends.Gles;

namespace GpuNet.Gles.Tests;

/// <summary>
/// The implementation to test: the system's, unless the environment names another. GPUNET_TEST_EGL and GPUNET_TEST_GLES are
/// the libraries; GPUNET_TEST_EGL_PLATFORM is the platform and its attributes in hexadecimal, such as
/// <c>3202,3203,3450,3209,3487</c> for ANGLE on the SwiftShader Vulkan driver that lies beside it.
/// </summary>
internal static class TestOptions
{
    public static GlesOptions FromEnvironment()
    {
        var platform = Variable("GPUNET_TEST_EGL_PLATFORM")?.Split(',')
            .Select(v => nint.Parse(v, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
        return new GlesOptions
        {
            EglLibrary = Variable("GPUNET_TEST_EGL"),
            GlesLibrary = Variable("GPUNET_TEST_GLES"),
            Platform = (int?)platform?[0],
            PlatformAttributes = platform?[1..],
        };
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
