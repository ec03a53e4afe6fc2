using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Vulkan.Tests;

/// <summary>A variant as no generator writes it, for what a device refuses before it looks at the SPIR-V, or because of it.</summary>
internal sealed class HandMadeVariant : KernelVariant
{
    private readonly uint[] words;

    public HandMadeVariant(string kernel, uint[] words, IReadOnlyList<BindingType> bindings, DeviceFeatures features = DeviceFeatures.None)
        : base("by hand", null, null, [], bindings, features)
    {
        this.words = words;
        _ = new KernelDescriptor(kernel, "", new GridSize(1), [], [], [], [], [this]);
    }

    public override ReadOnlySpan<byte> GlslUtf8 => [];

    public override ReadOnlySpan<byte> MslUtf8 => [];

    public override ReadOnlySpan<uint> SpirvWords => words;
}
