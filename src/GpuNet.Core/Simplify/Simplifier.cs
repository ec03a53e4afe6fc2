using GpuNet.Graphs;

namespace GpuNet.Simplify;

/// <summary>Runs all passes over a graph, each once, in an order in which none makes work for one before it.</summary>
public static class Simplifier
{
    /// <summary>Simplifies <paramref name="graph"/>. Tensors keep their indices; some are not written any more.</summary>
    public static SimplifiedGraph Run(Graph graph, SimplifyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var outcomes = new List<SimplificationOutcome>();
        foreach (var pass in Passes(options ?? new SimplifyOptions())) graph = pass.Apply(graph, outcomes);
        return new SimplifiedGraph(graph, outcomes);
    }

    private static ISimplification[] Passes(SimplifyOptions options) =>
    [
        new FoldDequantize(),
        new MergeReshapes(options),
        new RemoveUnread(options),
        new FuseActivations(options),
    ];
}

/// <summary>A graph after simplification.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Outcomes">What each pass did, or why it declined, in order.</param>
public sealed record SimplifiedGraph(Graph Graph, IReadOnlyList<SimplificationOutcome> Outcomes);
