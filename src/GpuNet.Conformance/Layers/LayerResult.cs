using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>How the output of one operator of a network compares.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Tensor">The tensor that it writes.</param>
/// <param name="Kernels">The kernels and variants that computed it, in order; none where nothing is known of them.</param>
/// <param name="Difference">How it differs; null where there was nothing to compare.</param>
/// <param name="Skipped">Why there was nothing to compare; null where there was.</param>
public sealed record LayerResult(
    Operator Operator, Tensor Tensor, IReadOnlyList<string> Kernels, TensorDifference? Difference, string? Skipped)
{
    /// <summary>Whether the tensor is not as expected.</summary>
    public bool Diverges => Difference is { Agrees: false };

    /// <summary>The kernels and variants as one text.</summary>
    public string KernelText => string.Join(", ", Kernels);
}
