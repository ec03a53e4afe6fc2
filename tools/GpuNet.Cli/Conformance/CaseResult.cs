using GpuNet.Cli.Output;
using GpuNet.Conformance;

namespace GpuNet.Cli.Conformance;

/// <summary>What became of a case.</summary>
internal enum CaseStatus
{
    /// <summary>The outputs are as expected.</summary>
    Passed,

    /// <summary>They are not, or there are none.</summary>
    Failed,

    /// <summary>The case cannot be run with what was asked for.</summary>
    Skipped,
}

/// <summary>A case and what became of it.</summary>
/// <param name="Name">The case, or the tensor.</param>
/// <param name="Operator">TensorFlow Lite's name of the operator.</param>
/// <param name="ElementType">The type of the elements.</param>
/// <param name="Status">What became of it.</param>
/// <param name="MaxDifference">The greatest difference; null where nothing was compared.</param>
/// <param name="Reason">Why it did not pass.</param>
internal sealed record CaseResult(string Name, string Operator, string ElementType, CaseStatus Status, double? MaxDifference, string? Reason)
{
    /// <summary>Storage and precision, where the case was run in several.</summary>
    public string? Configuration { get; init; }

    /// <summary>The kernels and variants that computed it.</summary>
    public IReadOnlyList<string> Kernels { get; init; } = [];

    /// <summary>How the output differs; null where nothing was compared.</summary>
    public TensorDifference? Difference { get; init; }

    /// <summary>The command that runs it alone or, for a layer of a network, shows it.</summary>
    public string? Command { get; init; }

    /// <summary>The result as a report file has it.</summary>
    public FullCaseReport FullReport => new(
        Name, Operator, ElementType, Configuration, Kernels, StatusWord, MaxDifference, Difference?.Allowed,
        Difference?.First is { } first ? new ElementReport(first.Coordinates, first.Expected, first.Actual) : null, Reason, Command);

    /// <summary>The result as JSON has it.</summary>
    public CaseReport Report => new(
        Configuration is null ? Name : $"{Name} {Configuration}", StatusWord, MaxDifference is { } difference && double.IsFinite(difference) ? difference : null, Reason);

    /// <summary>The status in lower case.</summary>
    public string StatusWord => Status.ToString().ToLowerInvariant();
}
