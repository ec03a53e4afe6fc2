using GpuNet.Graphs;

namespace GpuNet.Simplify;

/// <summary>
/// Lets a RESHAPE (or SQUEEZE) of a RESHAPE read the first one's input, since both keep the elements' order. The first one
/// then often has no reader left, and <see cref="RemoveUnread"/> takes it out.
/// </summary>
internal sealed class MergeReshapes(SimplifyOptions options) : ISimplification
{
    public string Name => "merge-reshapes";

    public Graph Apply(Graph graph, List<SimplificationOutcome> outcomes)
    {
        var use = new GraphUse(graph);
        var operators = graph.Operators.ToBuilder();
        var merged = false;
        for (var i = 0; i < operators.Count; i++)
        {
            if (operators[i] is not Reshape second) continue;
            var writer = use.WriterOf(second.Inputs[0]);
            if (writer < 0 || operators[writer] is not Reshape first) continue;
            var subject = GraphUse.Describe(graph, second);
            if (Obstacle(graph, first, second) is { } obstacle)
            {
                outcomes.Add(new SimplificationOutcome(Name, subject, false, obstacle));
                continue;
            }

            // Earlier operators come first, so a chain of any length ends at its very first input.
            operators[i] = second with { Inputs = second.Inputs.SetItem(0, first.Inputs[0]), IsSqueeze = false };
            merged = true;
            outcomes.Add(new SimplificationOutcome(Name, subject, true, $"reads the input of {first}"));
        }

        return merged ? graph with { Operators = operators.ToImmutable() } : graph;
    }

    private string? Obstacle(Graph graph, Reshape first, Reshape second)
    {
        if (options.KeepAllTensors) return $"the output of {first} is kept";
        var source = graph.Tensors[first.Inputs[0]];
        var result = graph.Tensors[second.Output];
        return source.Type == result.Type && source.ByteLength == result.ByteLength ? null : $"{source} and {result} differ in their elements";
    }
}
