using System.Globalization;
using GpuNet.Backends.Gles;
using GpuNet.Devices;

namespace GpuNet.Backends.Tests;

/// <summary>The OpenGL ES backend on ANGLE, which translates to Vulkan.</summary>
/// <param name="attributes">Which Vulkan driver ANGLE takes: names and values for eglGetPlatformDisplay.</param>
internal abstract class AngleUnderTest(params nint[] attributes) : BackendUnderTest
{
    // EGL_PLATFORM_ANGLE_ANGLE, and its attributes EGL_PLATFORM_ANGLE_TYPE_ANGLE = EGL_PLATFORM_ANGLE_TYPE_VULKAN_ANGLE.
    private const int Platform = 0x3202;
    private readonly nint[] attributes = [0x3203, 0x3450, .. attributes];

    public override string Name => "gles";

    public override bool KeepsToHalves => false;

    public override string Environment =>
        $"{GlesOptions.EglVariable}={BrowserDrivers.AngleEgl} {GlesOptions.GlesVariable}={BrowserDrivers.AngleGles} "
        + $"{GlesOptions.PlatformVariable}={string.Join(',', attributes.Prepend(Platform).Select(a => a.ToString("x", CultureInfo.InvariantCulture)))}";

    public override bool TriesHalves => false;

    public override int ImagesOfNetwork => 1;

    public override bool Runs(string network) => BrowserDrivers.Runs(network);

    protected override IBackend Create(Action<string> onFault) => new GlesBackend(new GlesOptions
    {
        EglLibrary = BrowserDrivers.AngleEgl,
        GlesLibrary = BrowserDrivers.AngleGles,
        Platform = Platform,
        PlatformAttributes = attributes,
    });
}

/// <summary>ANGLE on the SwiftShader that lies beside it: EGL_PLATFORM_ANGLE_DEVICE_TYPE_SWIFTSHADER_ANGLE.</summary>
internal sealed class AngleOnSwiftShaderUnderTest() : AngleUnderTest(0x3209, 0x3487);

/// <summary>ANGLE on the system's Vulkan, which is Mesa's lavapipe where there is no GPU: the surfaceless native platform.</summary>
internal sealed class AngleOnSystemUnderTest() : AngleUnderTest(0x348f, 0x31dd);

[Category("angle")]
internal sealed class AngleOnSwiftShaderDispatchTests : DispatchSuite<AngleOnSwiftShaderUnderTest>;

[Category("angle")]
internal sealed class AngleOnSwiftShaderConformanceTests : ConformanceSuite<AngleOnSwiftShaderUnderTest>;

[Category("angle")]
internal sealed class AngleOnSwiftShaderGoldenTests : GoldenSuite<AngleOnSwiftShaderUnderTest>;

[Category("angle")]
internal sealed class AngleOnSystemDispatchTests : DispatchSuite<AngleOnSystemUnderTest>;

[Category("angle")]
internal sealed class AngleOnSystemConformanceTests : ConformanceSuite<AngleOnSystemUnderTest>;
