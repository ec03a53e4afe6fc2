using GpuNet.Graphs;

namespace GpuNet.Simplify;

/// <summary>
/// Takes a RELU or RELU6 over floats into the operator before it, which clamps its result as it writes it: the same numbers,
/// one pass over memory less. That operator then writes the RELU's output, and its own former output is not written any more.
/// </summary>
internal sealed class FuseActivations(SimplifyOptions options) : ISimplification
{
    public string Name => "fuse-activations";

    public Graph Apply(Graph graph, List<SimplificationOutcome> outcomes)
    {
        var use = new GraphUse(graph);
        var operators = graph.Operators.ToBuilder();
        var fused = new HashSet<Operator>(ReferenceEqualityComparer.Instance);
        foreach (var op in graph.Operators)
        {
            if (op is not Unary unary || ActivationOf(unary.Kind) is not { } activation) continue;

            // An operator that has taken in a RELU already does not write the tensor that a second one reads.
            var writer = use.WriterOf(unary.Inputs[0]);
            if (writer < 0 || ActivationOf(operators[writer]) is not { } present) continue;
            var producer = operators[writer];
            var obstacle = Obstacle(graph, use, producer, present, unary);
            var subject = GraphUse.Describe(graph, unary);
            outcomes.Add(new SimplificationOutcome(Name, subject, obstacle == null, obstacle ?? $"done by {producer} as it writes"));
            if (obstacle != null) continue;
            operators[writer] = WithActivation(producer, activation) with { Output = unary.Output };
            fused.Add(unary);
        }

        if (fused.Count == 0) return graph;
        operators.RemoveAll(fused.Contains);
        return graph with { Operators = operators.ToImmutable() };
    }

    private static Activation? ActivationOf(UnaryKind kind) => kind switch
    {
        UnaryKind.Relu => Activation.Relu,
        UnaryKind.Relu6 => Activation.Relu6,
        _ => null,
    };

    /// <summary>The activation of an operator, or null if it is not one that this pass fuses into.</summary>
    private static Activation? ActivationOf(Operator op) => op switch
    {
        Conv2D conv => conv.Activation,
        DepthwiseConv2D conv => conv.Activation,
        FullyConnected connected => connected.Activation,
        Pool2D pool => pool.Activation,
        Binary binary => binary.Activation,
        _ => null,
    };

    private static Operator WithActivation(Operator op, Activation activation) => op switch
    {
        Conv2D conv => conv with { Activation = activation },
        DepthwiseConv2D conv => conv with { Activation = activation },
        FullyConnected connected => connected with { Activation = activation },
        Pool2D pool => pool with { Activation = activation },
        Binary binary => binary with { Activation = activation },
        _ => throw new ArgumentException($"{op} has no activation.", nameof(op)),
    };

    private string? Obstacle(Graph graph, GraphUse use, Operator producer, Activation present, Unary unary)
    {
        var between = graph.Tensors[unary.Inputs[0]];
        var output = graph.Tensors[unary.Output];
        if (options.KeepAllTensors) return $"{between} is kept";
        if (between.Type != ElementType.Float32 || output.Type != ElementType.Float32) return $"{between} is not of floats";
        if (between.Shape != output.Shape) return $"its output has not the extents of {between}";
        if (graph.Outputs.Contains(between.Index)) return $"{between} is an output of the graph";
        if (use.ReadersOf(between.Index) != 1) return $"{between} has {use.ReadersOf(between.Index)} readers";
        return present == Activation.None ? null : $"{producer} has the activation {present} already";
    }
}
