using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Vulkan.Tests;

/// <summary>A kernel variant with nothing but SPIR-V.</summary>
internal sealed class TestVariant(uint[] words, DeviceFeatures features, params BindingType[] bindings)
    : KernelVariant("test", null, null, [], bindings, features)
{
    public override ReadOnlySpan<byte> GlslUtf8 => [];

    public override ReadOnlySpan<byte> MslUtf8 => [];

    public override ReadOnlySpan<uint> SpirvWords => words;
}
