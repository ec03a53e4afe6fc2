using System.Collections.Immutable;
using GpuNet.Graphs;

namespace GpuNet.Export;

/// <summary>Cuts networks: the part that leads to some tensors, without the tensors that nothing uses.</summary>
public static class GraphSlice
{
    /// <summary>
    /// The operators that <paramref name="outputs"/> depend on, in their order, and the tensors that those use, numbered anew in
    /// their old order.
    /// </summary>
    /// <param name="graph">The network.</param>
    /// <param name="outputs">Indices of the tensors that become the outputs.</param>
    public static Graph UpTo(Graph graph, params ReadOnlySpan<int> outputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var isNeeded = new bool[graph.Tensors.Length];
        foreach (var output in outputs) isNeeded[output] = true;
        var steps = new Stack<Operator>();
        for (var i = graph.Operators.Length - 1; i >= 0; i--)
        {
            var step = graph.Operators[i];
            if (!isNeeded[step.Output]) continue;
            steps.Push(step);
            foreach (var input in step.Inputs)
            {
                if (input >= 0) isNeeded[input] = true;
            }
        }

        foreach (var input in graph.Inputs) isNeeded[input] = true;
        return Renumber(graph with { Operators = [.. steps], Outputs = [.. outputs] }, isNeeded);
    }

    /// <summary>The network without the tensors that no operator, input or output uses.</summary>
    public static Graph Compact(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return UpTo(graph, graph.Outputs.AsSpan());
    }

    private static Graph Renumber(Graph graph, bool[] isNeeded)
    {
        var numbers = new int[isNeeded.Length];
        var tensors = ImmutableArray.CreateBuilder<Tensor>();
        for (var i = 0; i < isNeeded.Length; i++)
        {
            if (!isNeeded[i]) continue;
            numbers[i] = tensors.Count;
            tensors.Add(graph.Tensors[i] with { Index = tensors.Count });
        }

        return new Graph(
            tensors.ToImmutable(),
            [.. graph.Operators.Select((step, i) => step with { Index = i, Inputs = Map(step.Inputs), Output = numbers[step.Output] })],
            Map(graph.Inputs),
            Map(graph.Outputs));

        ImmutableArray<int> Map(ImmutableArray<int> indices) => [.. indices.Select(index => index < 0 ? index : numbers[index])];
    }
}
