using GpuNet.Devices;
using GpuNet.Language;
using GpuNet.Shaders;

namespace GpuNet.Vulkan.Tests;

/// <summary>A hand-made kernel: what the generator would write for one of <see cref="TestShaders"/>.</summary>
internal sealed class TestKernel : IKernel
{
    public TestKernel(
        string name, ReadOnlySpan<uint> words, LateConstant[] constants, BindingType[] bindings, DeviceFeatures features = DeviceFeatures.None)
    {
        Variant = new TestVariant(words.ToArray(), features, bindings);
        var parameters = bindings.Select((_, i) => new KernelBinding($"parameter{i}", BindingKind.ReadWriteBuffer, 4)).ToArray();
        Kernel = new KernelDescriptor(name, "", new GridSize(8), parameters, constants, [], [Variant]);
    }

    /// <summary>target[i] = +-factor * source[i] for i below length.</summary>
    public static TestKernel Scale { get; } = new(
        "Scale",
        TestShaders.Scale,
        [new("length", ConstantType.Int), new("factor", ConstantType.Float), new("negate", ConstantType.Bool)],
        [BindingType.StorageBuffer, BindingType.StorageBuffer]);

    /// <summary>target = source + 1, both textures of 32-bit floats.</summary>
    public static TestKernel AddOne { get; } = new(
        "AddOne", TestShaders.AddOne, Extents, [BindingType.SampledTexture, BindingType.StorageImage]);

    /// <summary>target = source + 1, both textures of 16-bit floats.</summary>
    public static TestKernel AddOneHalf { get; } = new(
        "AddOneHalf", TestShaders.AddOneHalf, Extents, [BindingType.SampledTexture, BindingType.StorageImage]);

    /// <summary>Copies a texture into a buffer of four floats a texel.</summary>
    public static TestKernel Unpack { get; } = new(
        "Unpack", TestShaders.Unpack, Extents, [BindingType.SampledTexture, BindingType.StorageBuffer]);

    public KernelVariant Variant { get; }

    public KernelDescriptor Kernel { get; }

    private static LateConstant[] Extents =>
        [new("width", ConstantType.Int), new("height", ConstantType.Int), new("layers", ConstantType.Int)];

    /// <summary>A request for <see cref="Scale"/>.</summary>
    public static PipelineRequest ScaleRequest(int length, float factor, bool negate = false, int workgroup = 8) => new(
        Scale.Variant, [(uint)length, BitConverter.SingleToUInt32Bits(factor), negate ? 1u : 0u], new GridSize(workgroup));

    /// <summary>A request for a kernel over the texels of a texture.</summary>
    public PipelineRequest TexelRequest(int width, int height, int layers) =>
        new(Variant, [(uint)width, (uint)height, (uint)layers], new GridSize(4, 4));

    public void Describe(KernelArguments arguments) => throw new NotSupportedException("A test binds for itself.");

    public void RunOnHost(GridSize workgroup, GridSize groups) => throw new NotSupportedException("A test kernel is SPIR-V only.");

    public void Execute(Invocation at) => throw new NotSupportedException("A test kernel is SPIR-V only.");
}
