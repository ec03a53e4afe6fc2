using GpuNet.Devices;

namespace GpuNet.Shaders;

/// <summary>What a pipeline is made from. Equal requests make equal pipelines.</summary>
public sealed class PipelineRequest : IEquatable<PipelineRequest>
{
    private readonly uint[] lateConstants;

    /// <summary>A variant with its late constants and workgroup.</summary>
    /// <exception cref="ArgumentException">The number of constants is not the kernel's.</exception>
    public PipelineRequest(KernelVariant variant, IReadOnlyList<uint> lateConstants, GridSize workgroup)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentNullException.ThrowIfNull(lateConstants);
        if (lateConstants.Count != variant.Kernel.LateConstants.Count)
            throw new ArgumentException($"{variant} has {variant.Kernel.LateConstants.Count} late constants, not {lateConstants.Count}.", nameof(lateConstants));
        Variant = variant;
        this.lateConstants = [.. lateConstants];
        Workgroup = workgroup;
    }

    /// <summary>The variant.</summary>
    public KernelVariant Variant { get; }

    /// <summary>The bits of the late constants, in the order of <see cref="KernelDescriptor.LateConstants"/>.</summary>
    public IReadOnlyList<uint> LateConstants => lateConstants;

    /// <summary>Invocations of a workgroup.</summary>
    public GridSize Workgroup { get; }

    /// <inheritdoc/>
    public bool Equals(PipelineRequest? other) => other is not null
        && ReferenceEquals(Variant, other.Variant) && Workgroup == other.Workgroup && lateConstants.AsSpan().SequenceEqual(other.lateConstants);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PipelineRequest);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Variant);
        hash.Add(Workgroup);
        foreach (var constant in lateConstants) hash.Add(constant);
        return hash.ToHashCode();
    }
}
