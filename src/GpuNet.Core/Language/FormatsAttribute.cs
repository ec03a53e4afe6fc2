using GpuNet.Devices;

namespace GpuNet.Language;

/// <summary>
/// Names how the texels of a kernel's tensors of <see cref="Float4"/> may be stored, each one a variant; without it they are
/// <see cref="TexelFormat.Float32"/> and <see cref="TexelFormat.Float16"/>.
/// </summary>
/// <param name="formats">The formats; not <see cref="TexelFormat.Int32"/>.</param>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class FormatsAttribute(params TexelFormat[] formats) : Attribute
{
    /// <summary>The formats.</summary>
    public IReadOnlyList<TexelFormat> Formats { get; } = formats;
}
