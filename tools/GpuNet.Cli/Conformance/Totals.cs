namespace GpuNet.Cli.Conformance;

/// <summary>How many cases passed, failed and were skipped.</summary>
internal sealed record Totals(int Passed, int Failed, int Skipped)
{
    /// <summary>Counts results.</summary>
    public static Totals Of(IReadOnlyCollection<CaseResult> results) => new(
        results.Count(r => r.Status == CaseStatus.Passed),
        results.Count(r => r.Status == CaseStatus.Failed),
        results.Count(r => r.Status == CaseStatus.Skipped));

    /// <inheritdoc/>
    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
