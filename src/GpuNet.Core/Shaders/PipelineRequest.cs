using GpuNet.Devices;

namespace GpuNet.Shaders;

/// <summary>What a pipeline is made from. Equal requests make equal pipelines.</summary>
public sealed class PipelineRequest : IEquatable<PipelineRequest>
{
    private readonly uint[] constants;

    /// <summary>A variant with its late constants and workgroup.</summary>
    /// <exception cref="ArgumentException">The number of constants is not the kernel's.</exception>
    public PipelineRequest(KernelVariant variant, IReadOnlyList<uint> constants, GridSize workgroup)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentNullException.ThrowIfNull(constants);
        if (constants.Count != variant.Kernel.Constants.Count)
            throw new ArgumentException($"{variant} has {variant.Kernel.Constants.Count} late constants, not {constants.Count}.", nameof(constants));
        Variant = variant;
        this.constants = [.. constants];
        Workgroup = workgroup;
    }

    /// <summary>The variant.</summary>
    public KernelVariant Variant { get; }

    /// <summary>The bits of the late constants, in the order of <see cref="KernelDescriptor.Constants"/>.</summary>
    public IReadOnlyList<uint> Constants => constants;

    /// <summary>Invocations of a workgroup.</summary>
    public GridSize Workgroup { get; }

    /// <inheritdoc/>
    public bool Equals(PipelineRequest? other) => other is not null
        && ReferenceEquals(Variant, other.Variant) && Workgroup == other.Workgroup && constants.AsSpan().SequenceEqual(other.constants);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PipelineRequest);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Variant);
        hash.Add(Workgroup);
        foreach (var constant in constants) hash.Add(constant);
        return hash.ToHashCode();
    }
}
