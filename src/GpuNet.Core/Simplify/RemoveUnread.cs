using GpuNet.Graphs;

namespace GpuNet.Simplify;

/// <summary>Removes operators whose output nobody reads, and then those that only they read from.</summary>
internal sealed class RemoveUnread(SimplifyOptions options) : ISimplification
{
    public string Name => "remove-unread";

    public Graph Apply(Graph graph, List<SimplificationOutcome> outcomes)
    {
        var read = graph.Outputs.ToHashSet();
        var kept = new Stack<Operator>();
        foreach (var op in graph.Operators.Reverse())
        {
            if (!read.Contains(op.Output))
            {
                var detail = options.KeepAllTensors ? "its output is kept, though nobody reads it" : "nobody reads its output";
                outcomes.Add(new SimplificationOutcome(Name, GraphUse.Describe(graph, op), !options.KeepAllTensors, detail));
                if (!options.KeepAllTensors) continue;
            }

            read.UnionWith(op.Inputs);
            kept.Push(op);
        }

        return kept.Count == graph.Operators.Length ? graph : graph with { Operators = [.. kept] };
    }
}
