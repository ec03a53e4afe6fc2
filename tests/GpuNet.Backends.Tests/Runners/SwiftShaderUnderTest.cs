using GpuNet.Backends.Vulkan;
using GpuNet.Devices;

namespace GpuNet.Backends.Tests;

/// <summary>The Vulkan backend on SwiftShader, loaded without a loader and so without validation.</summary>
internal sealed class SwiftShaderUnderTest : BackendUnderTest
{
    public override string Name => "vulkan";

    public override string Environment => $"{VulkanOptions.LibraryVariable}={BrowserDrivers.SwiftShader}";

    public override int ImagesOfNetwork => 1;

    public override bool Runs(string network) => BrowserDrivers.Runs(network);

    protected override IBackend Create(Action<string> onFault) =>
        new VulkanBackend(new VulkanOptions { Library = BrowserDrivers.SwiftShader, OnMessage = onFault });
}

[Category("swiftshader")]
internal sealed class SwiftShaderDispatchTests : DispatchSuite<SwiftShaderUnderTest>;

[Category("swiftshader")]
internal sealed class SwiftShaderResourceTests : ResourceSuite<SwiftShaderUnderTest>;

[Category("swiftshader")]
internal sealed class SwiftShaderVariantTests : VariantSuite<SwiftShaderUnderTest>;

[Category("swiftshader")]
internal sealed class SwiftShaderConformanceTests : ConformanceSuite<SwiftShaderUnderTest>;

[Category("swiftshader")]
internal sealed class SwiftShaderGoldenTests : GoldenSuite<SwiftShaderUnderTest>;
