using GpuNet.Graphs;

namespace GpuNet.Quantising;

/// <summary>
/// Which tensors must have one quantisation, because an operator between them moves integers without rescaling them: pools,
/// reshapes, pads, resizes and concatenations.
/// </summary>
internal sealed class SharedRanges
{
    private readonly int[] parents;

    /// <summary>Finds the groups of a network.</summary>
    public SharedRanges(Graph graph)
    {
        parents = [.. Enumerable.Range(0, graph.Tensors.Length)];
        foreach (var step in graph.Operators)
        {
            if (step is not (Pool2D or Reshape or Pad or Resize or Concatenation)) continue;

            // The first input is the tensor itself; of a concatenation, all are.
            var moved = step is Concatenation ? step.Inputs.Length : 1;
            for (var i = 0; i < moved; i++) Join(step.Inputs[i], step.Output);
        }
    }

    /// <summary>The tensor that stands for the group of a tensor.</summary>
    public int GroupOf(int tensor)
    {
        while (parents[tensor] != tensor) tensor = parents[tensor];
        return tensor;
    }

    private void Join(int a, int b) => parents[GroupOf(a)] = GroupOf(b);
}
