using System.Globalization;
using GpuNet.Cli.Conformance;

namespace GpuNet.Cli.Output;

/// <summary>Shows the results of conformance runs to people.</summary>
internal static class ConformanceView
{
    /// <summary>How each operator fared with each type of element.</summary>
    public static void Summary(Terminal terminal, IReadOnlyList<CaseResult> results)
    {
        var groups = results.GroupBy(r => (r.Operator, r.ElementType)).OrderBy(g => g.Key.Operator, StringComparer.Ordinal);
        terminal.Table(
            [new("operator"), new("type"), new("passed", IsNumber: true), new("failed", IsNumber: true), new("skipped", IsNumber: true), new("max difference", IsNumber: true)],
            [
                .. groups.Select(g =>
                {
                    var totals = Totals.Of([.. g]);
                    return new[]
                    {
                        g.Key.Operator, g.Key.ElementType, Number(totals.Passed), Number(totals.Failed), Number(totals.Skipped),
                        Difference(g.Max(r => r.MaxDifference)),
                    };
                }),
            ]);
    }

    /// <summary>Each failed and skipped case with its reason; for failures, the command that runs that case alone.</summary>
    public static void Failures(Terminal terminal, IReadOnlyList<CaseResult> results, Func<CaseResult, string> reproduce)
    {
        foreach (var result in results.Where(r => r.Status != CaseStatus.Passed))
        {
            terminal.Line($"{result.StatusWord} {result.Name}: {result.Reason}");
            if (result.Status == CaseStatus.Failed) terminal.Line($"  {reproduce(result)}");
        }
    }

    /// <summary>Each tensor of a network.</summary>
    public static void Layers(Terminal terminal, IReadOnlyList<CaseResult> results) => terminal.Table(
        [new("operator"), new("tensor"), new("type"), new("status"), new("max difference", IsNumber: true)],
        [.. results.Select(r => new[] { r.Operator, FirstName(r.Name), r.ElementType, r.StatusWord, Difference(r.MaxDifference) })]);

    // A converter that fuses operators joins their names with semicolons, to hundreds of characters.
    private static string FirstName(string name) => name.Split(';')[0];

    private static string Number(int value) => value == 0 ? "" : value.ToString(CultureInfo.InvariantCulture);

    private static string Difference(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "";
}
