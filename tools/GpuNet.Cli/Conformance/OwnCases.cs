using GpuNet.Cli.Output;
using GpuNet.Conformance;
using GpuNet.Devices;

namespace GpuNet.Cli.Conformance;

/// <summary>Runs the cases that come with GpuNet.</summary>
/// <param name="seed">What they are drawn from.</param>
/// <param name="configurations">How each is run.</param>
/// <param name="backend">What <c>--backend</c> was given, for commands.</param>
internal sealed class OwnCases(int seed, IReadOnlyList<CaseConfiguration> configurations, string backend)
{
    // Drivers compile on one thread each, and that is most of the time; more at once take memory and help little.
    private const int MostAtOnce = 4;

    /// <summary>The cases that a filter chooses: that of exactly this name, or else those that a <see cref="NameFilter"/> does.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static IReadOnlyList<LayerCaseId> Choose(string? filter)
    {
        var exact = CaseCatalog.All.Where(id => id.ToString() == filter).ToList();
        if (exact.Count > 0) return exact;
        var nameFilter = new NameFilter(filter);
        var chosen = CaseCatalog.All.Where(id => nameFilter.Matches(id.ToString())).ToList();
        return chosen.Count > 0 ? chosen : throw new UsageException($"--filter {filter}: no case has such a name; they are such as {CaseCatalog.All[0]}.");
    }

    /// <summary>Runs cases, with a bar while a person watches.</summary>
    public IReadOnlyList<CaseResult> Run(Terminal terminal, IDevice device, IReadOnlyList<LayerCaseId> ids, CancellationToken cancellation)
    {
        var runner = new LayerCaseRunner(device, configurations, seed);
        var results = terminal.MapAtOnce("conformance", ids, Math.Min(MostAtOnce, Environment.ProcessorCount), runner.Run, cancellation);
        return [.. results.SelectMany(r => r).Select(ResultOf)];
    }

    private CaseResult ResultOf(LayerCaseResult result)
    {
        var status = result.Passed ? CaseStatus.Passed : result.IsSkipped ? CaseStatus.Skipped : CaseStatus.Failed;
        return new CaseResult($"{result.Id}", result.Operator, result.Id.TypeWord, status, result.Difference?.Max, result.Reason)
        {
            Configuration = $"{result.Configuration}",
            Kernels = result.Kernels,
            Difference = result.Difference,
            Command = $"./gpunet conformance --filter {result.Id} --seed {seed} --backend {backend} {result.Configuration.Arguments}",
        };
    }
}
