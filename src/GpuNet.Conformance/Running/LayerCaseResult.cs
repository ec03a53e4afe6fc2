namespace GpuNet.Conformance;

/// <summary>How one case fared in one configuration.</summary>
/// <param name="Id">The case.</param>
/// <param name="Operator">TensorFlow Lite's name of the operator.</param>
/// <param name="Configuration">How it was run.</param>
/// <param name="Kernels">The kernels and variants that computed it, without those that bring data in and out.</param>
/// <param name="Difference">How the output differs; null where there was none to compare.</param>
/// <param name="Problem">Why there is no output, or why the case was skipped; null where there is one.</param>
/// <param name="IsSkipped">Whether the device cannot run the case by its limits.</param>
public sealed record LayerCaseResult(
    LayerCaseId Id, string Operator, CaseConfiguration Configuration, IReadOnlyList<string> Kernels, TensorDifference? Difference, string? Problem, bool IsSkipped)
{
    /// <summary>Whether the output is as the reference has it.</summary>
    public bool Passed => Difference is { Agrees: true };

    /// <summary>Whether the output is missing or wrong.</summary>
    public bool Failed => !Passed && !IsSkipped;

    /// <summary>What is wrong, in one line: the kernel, the first differing element, expected and got; null if nothing is.</summary>
    public string? Reason => Passed ? null : Problem ?? $"{string.Join(", ", Kernels)}: {Difference!.Describe()}";
}
