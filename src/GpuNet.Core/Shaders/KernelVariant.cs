using System.Text;
using GpuNet.Devices;

namespace GpuNet.Shaders;

/// <summary>One generated form of a kernel, in every target language. Generated code derives from it.</summary>
/// <param name="name">Storage, format and structural values, such as <c>buffer-f32-4x2</c>.</param>
/// <param name="storage">Where tensors lie; null if the kernel has none.</param>
/// <param name="format">How tensors' components are stored; null if the kernel has none.</param>
/// <param name="structural">The structural values.</param>
/// <param name="bindings">What each resource is bound as, in order.</param>
/// <param name="features">What the device must have.</param>
public abstract class KernelVariant(
    string name,
    TensorStorage? storage,
    TexelFormat? format,
    IReadOnlyList<int> structural,
    IReadOnlyList<BindingType> bindings,
    DeviceFeatures features)
{
    /// <summary>The kernel that this is a variant of.</summary>
    public KernelDescriptor Kernel { get; internal set; } = null!;

    /// <summary>Storage, format and structural values, such as <c>buffer-f32-4x2</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Where tensors lie; null if the kernel has none.</summary>
    public TensorStorage? Storage { get; } = storage;

    /// <summary>How tensors' components are stored; null if the kernel has none.</summary>
    public TexelFormat? Format { get; } = format;

    /// <summary>How those of tensors that are read are stored: <see cref="Format"/>, unless the kernel makes half floats of floats.</summary>
    public virtual TexelFormat? SourceFormat => Format;

    /// <summary>Whether it computes in 16-bit floats, as <see cref="Language.KernelAttribute.ComputesInHalves"/> has it.</summary>
    public virtual bool ComputesInHalves => false;

    /// <summary>The structural values, in the order of <see cref="KernelDescriptor.StructuralNames"/>.</summary>
    public IReadOnlyList<int> Structural { get; } = structural;

    /// <summary>What each resource is bound as, in the order of <see cref="KernelDescriptor.Bindings"/>.</summary>
    public IReadOnlyList<BindingType> Bindings { get; } = bindings;

    /// <summary>What the device must have.</summary>
    public DeviceFeatures Features { get; } = features;

    /// <summary>GLSL ES 3.10, as UTF-8. Late constants are macros of their names, the workgroup's extents
    /// <c>WORKGROUP_X</c>, <c>WORKGROUP_Y</c> and <c>WORKGROUP_Z</c>; a backend defines them after the first line. Uniforms are an array of
    /// <c>ivec4</c> at location 0.</summary>
    public abstract ReadOnlySpan<byte> GlslUtf8 { get; }

    /// <summary>MSL, as UTF-8. Late constants are function constants, numbered from 3; the workgroup's extents are 0 to 2. Uniforms are a
    /// buffer behind all others.</summary>
    public abstract ReadOnlySpan<byte> MslUtf8 { get; }

    /// <summary>A SPIR-V 1.3 module. Late constants are specialisation constants, numbered from 3; the workgroup's extents
    /// are 0 to 2. Uniforms are push constants. The entry point is <c>main</c>, and resource i is binding i of descriptor set 0.</summary>
    public abstract ReadOnlySpan<uint> SpirvWords { get; }

    /// <summary>The same module with the instructions of SPV_KHR_integer_dot_product; empty if the kernel has no use for them.</summary>
    public virtual ReadOnlySpan<uint> SpirvDotProductWords => default;

    /// <summary>The compiler's own form of the variant after its last pass, from which the others are written; empty for one that was
    /// not compiled from C#.</summary>
    public virtual string Ir => "";

    /// <summary>Which line of <see cref="KernelDescriptor.Source"/> each line of the others comes from.</summary>
    public virtual SourceLines SourceLines => SourceLines.None;

    /// <summary>GLSL ES 3.10.</summary>
    public string Glsl => Encoding.UTF8.GetString(GlslUtf8);

    /// <summary>MSL.</summary>
    public string Msl => Encoding.UTF8.GetString(MslUtf8);

    /// <summary>
    /// The index of resource <paramref name="binding"/> among those that share its numbering: in GLSL each
    /// <see cref="BindingType"/> is numbered for itself, in MSL buffers of both types on one hand and textures of both types on the other.
    /// </summary>
    public int IndexWithinType(int binding, bool texturesTogether)
    {
        var count = 0;
        for (var i = 0; i < binding; i++)
        {
            var same = Bindings[i] == Bindings[binding];
            if (same || (texturesTogether && IsBuffer(Bindings[i]) == IsBuffer(Bindings[binding]))) count++;
        }

        return count;
    }

    /// <summary>Whether tensors that are read lie in buffers and are read as texels.</summary>
    public bool ReadsTexels => Bindings.Contains(BindingType.TexelBuffer);

    /// <inheritdoc/>
    public override string ToString() => $"{Kernel.Name} {Name}";

    private static bool IsBuffer(BindingType type) => type is BindingType.StorageBuffer or BindingType.TexelBuffer;
}

/// <summary>What a resource is bound as.</summary>
public enum BindingType
{
    /// <summary>A storage buffer.</summary>
    StorageBuffer,

    /// <summary>A texture array that is fetched from, without a sampler.</summary>
    SampledTexture,

    /// <summary>An image array that is written.</summary>
    StorageImage,

    /// <summary>A range of a buffer whose texels are fetched, in the format of its tensor. In MSL it is a buffer.</summary>
    TexelBuffer,
}
