using System.Globalization;
using GpuNet.Cli.Conformance;

namespace GpuNet.Cli.Output;

/// <summary>Shows the results of conformance runs to people.</summary>
internal static class ConformanceView
{
    private const int MostShown = 20;

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

    /// <summary>Failed and skipped cases with their reasons; for failures, the command that runs that case alone.</summary>
    public static void Failures(Terminal terminal, IReadOnlyList<CaseResult> results)
    {
        var others = results.Where(r => r.Status != CaseStatus.Passed).OrderBy(r => r.Status).ToList();
        foreach (var result in others.Take(MostShown))
        {
            terminal.Line($"{result.StatusWord} {result.Report.Name}: {result.Reason}");
            if (result.Status != CaseStatus.Failed) continue;
            if (result.Command is { } command) terminal.Line($"  {command}");
            foreach (var kernel in result.Kernels.Distinct()) terminal.Line($"  ./gpunet shaders show {kernel.Replace(' ', '/')}");
        }

        if (others.Count > MostShown) terminal.Line($"and {others.Count - MostShown} more, which --json or --report has");
    }

    /// <summary>Each tensor of a network.</summary>
    public static void Layers(Terminal terminal, IReadOnlyList<CaseResult> results) => terminal.Table(
        [new("operator"), new("tensor"), new("type"), new("kernel"), new("status"), new("max difference", IsNumber: true)],
        [
            .. results.Select(r => new[]
            {
                r.Operator, FirstName(r.Name), r.ElementType, string.Join(", ", r.Kernels), r.StatusWord, Difference(r.MaxDifference),
            }),
        ]);

    // A converter that fuses operators joins their names with semicolons, to hundreds of characters.
    private static string FirstName(string name) => name.Split(';')[0];

    private static string Number(int value) => value == 0 ? "" : value.ToString(CultureInfo.InvariantCulture);

    private static string Difference(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "";
}
