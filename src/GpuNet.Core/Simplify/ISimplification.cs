using GpuNet.Graphs;

namespace GpuNet.Simplify;

/// <summary>
/// A pass over a graph. It keeps the tensors' indices, and leaves the graph's inputs, its outputs and every number that can
/// still be read as they are.
/// </summary>
public interface ISimplification
{
    /// <summary>What to call it, such as <c>fuse-activations</c>.</summary>
    string Name { get; }

    /// <summary>Simplifies a graph.</summary>
    /// <param name="graph">What to simplify.</param>
    /// <param name="outcomes">Gets one entry for each operator that the pass changed or declined to change.</param>
    /// <returns>The simplified graph, or <paramref name="graph"/> itself if there was nothing to do.</returns>
    Graph Apply(Graph graph, List<SimplificationOutcome> outcomes);
}

/// <summary>What a simplification may do.</summary>
public sealed record SimplifyOptions
{
    /// <summary>Every activation is to be read after a run: no operator may go whose output would not be written any more.</summary>
    public bool KeepAllTensors { get; init; }
}
