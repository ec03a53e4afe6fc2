using GpuNet.Graphs;

namespace GpuNet.Planning;

/// <summary>Finds every operator of a network that no kernel computes, where planning would stop at the first.</summary>
public static class UnsupportedOperators
{
    /// <summary>Plans each operator by itself.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="options">What the planner may count on.</param>
    /// <returns>Operators, in order, each with the reason.</returns>
    public static IReadOnlyList<UnsupportedOperator> Find(Graph graph, PlannerOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        var found = new List<UnsupportedOperator>();
        foreach (var op in graph.Operators)
        {
            try
            {
                Planner.Plan(Alone(graph, op), options);
            }
            catch (UnsupportedModelException e)
            {
                found.Add(new UnsupportedOperator(op, e.Message));
            }
        }

        return found;
    }

    /// <summary>A network of one operator, whose inputs are the network's own where something computes them.</summary>
    private static Graph Alone(Graph graph, Operator op)
    {
        var computed = op.Inputs.Where(i => i >= 0 && graph.Tensors[i].Constant is null).Distinct();
        return new Graph(graph.Tensors, [op], [.. computed], [op.Output]);
    }
}

/// <summary>An operator that no kernel computes.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record UnsupportedOperator(Operator Operator, string Reason);
