using GpuNet.Backends.Vulkan;
using GpuNet.Devices;

namespace GpuNet.Backends.Tests;

/// <summary>Vulkan, with the Khronos validation layer on; without it no device opens, and the tests say what to install.</summary>
internal sealed class VulkanUnderTest : BackendUnderTest
{
    public override string Name => "vulkan";

    protected override IBackend Create(Action<string> onFault) => new VulkanBackend(new VulkanOptions { Validation = true, OnMessage = onFault });
}

[Category("vulkan")]
internal sealed class VulkanDispatchTests : DispatchSuite<VulkanUnderTest>;

[Category("vulkan")]
internal sealed class VulkanResourceTests : ResourceSuite<VulkanUnderTest>;

[Category("vulkan")]
internal sealed class VulkanSubmissionTests : SubmissionSuite<VulkanUnderTest>;

[Category("vulkan")]
internal sealed class VulkanVariantTests : VariantSuite<VulkanUnderTest>;

[Category("vulkan")]
internal sealed class VulkanConformanceTests : ConformanceSuite<VulkanUnderTest>;

[Category("vulkan")]
internal sealed class VulkanGoldenTests : GoldenSuite<VulkanUnderTest>;

[Category("vulkan")]
internal sealed class VulkanSessionTests : SessionSuite<VulkanUnderTest>;
