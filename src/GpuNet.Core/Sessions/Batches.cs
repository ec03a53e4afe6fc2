using System.Collections.Immutable;
using GpuNet.Graphs;

namespace GpuNet;

/// <summary>Makes a network of one image take several at once; see <see cref="SessionOptions.Batch"/>.</summary>
internal static class Batches
{
    /// <summary>The graph with <paramref name="batch"/> as the first extent of all that is computed; the graph itself for null or one.</summary>
    /// <exception cref="InvalidInputException">The batch is less than one.</exception>
    /// <exception cref="UnsupportedModelException">Something in the network is not computed for each image by itself.</exception>
    public static Graph Apply(Graph graph, int? batch)
    {
        if (batch < 1) throw new InvalidInputException($"A batch of {batch}: there is at least one.");
        if (batch is null or 1) return graph;
        var tensors = graph.Tensors.ToBuilder();
        foreach (var input in graph.Inputs) Widen(tensors, input, batch.Value, "The model's input");
        foreach (var op in graph.Operators)
        {
            if (Obstacle(graph, op) is { } obstacle) throw new UnsupportedModelException($"{op}: {obstacle}, so it takes no batch of {batch}.");
            Widen(tensors, op.Output, batch.Value, op.ToString());
        }

        return graph with { Tensors = tensors.ToImmutable() };
    }

    private static void Widen(ImmutableArray<Tensor>.Builder tensors, int index, int batch, string where)
    {
        var tensor = tensors[index];
        if (tensor.Shape.Rank == 0 || tensor.Shape[0] != 1)
            throw new UnsupportedModelException($"{where}: {tensor} is not of one image, so it takes no batch of {batch}.");
        if (tensor.Shape.ElementCount * batch > int.MaxValue)
            throw new UnsupportedModelException($"{where}: {tensor} would have more than {int.MaxValue} elements with a batch of {batch}.");
        tensors[index] = tensor with { Shape = new Shape([batch, .. tensor.Shape.Extents.AsSpan()[1..]]) };
    }

    /// <summary>Why an operator mixes images, or may; null if it does not.</summary>
    private static string? Obstacle(Graph graph, Operator op)
    {
        var input = graph.Tensors[op.Inputs[0]];
        switch (op)
        {
            case Softmax when input.Shape.Rank < 2:
            case Mean mean when mean.Axes.Contains(0):
            case ArgMax { Axis: 0 }:
            case Concatenation { Axis: 0 }:
            case Pad pad when pad.Before[0] != 0 || pad.After[0] != 0:
                return "it works along the first axis";
            case Binary when op.Inputs.Any(i => IsComputed(i) && graph.Tensors[i].Shape.Rank != graph.Tensors[op.Output].Shape.Rank):
                return "its operands have not the same axes";
            case Concatenation when op.Inputs.Any(i => !IsComputed(i)):
                return "it reads a constant of one image";
            case not (Binary or Concatenation) when op.Inputs.Skip(1).Any(IsComputed):
                return "it reads two computed tensors";
            default:
                return null;
        }

        bool IsComputed(int tensor) => tensor >= 0 && graph.Tensors[tensor].Constant is null;
    }
}
