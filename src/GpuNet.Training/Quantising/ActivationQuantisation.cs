using GpuNet.Graphs;

namespace GpuNet.Quantising;

/// <summary>Chooses scale and zero-point of every activation of a network from what calibration has seen.</summary>
internal static class ActivationQuantisation
{
    /// <summary>The quantisation of each tensor of floats that is no constant; null for the others.</summary>
    public static Quantisation?[] Choose(Calibration calibration, ElementType type, double percentile)
    {
        var graph = calibration.Graph;
        var groups = new SharedRanges(graph);
        var ranges = new Dictionary<int, ValueRange>();
        var isFixed = new HashSet<int>();
        foreach (var tensor in graph.Tensors.Where(IsActivation))
        {
            if (RangeOf(calibration, tensor, percentile) is not { } range) continue;
            var group = groups.GroupOf(tensor.Index);
            ranges[group] = ranges.TryGetValue(group, out var other) ? other.Union(range) : range;
        }

        // The kernels define these in 1/256.
        foreach (var step in graph.Operators)
        {
            if (step is Softmax or Unary { Kind: UnaryKind.Logistic }) isFixed.Add(groups.GroupOf(step.Output));
        }

        var chosen = new Quantisation?[graph.Tensors.Length];
        foreach (var tensor in graph.Tensors.Where(IsActivation))
        {
            var group = groups.GroupOf(tensor.Index);
            chosen[tensor.Index] = isFixed.Contains(group) ? ValueRange.Probabilities(type)
                : ranges.TryGetValue(group, out var range) ? range.ToQuantisation(type)
                : throw new UnsupportedModelException($"{tensor} cannot be quantised: no run has shown its values.");
        }

        return chosen;
    }

    private static bool IsActivation(Tensor tensor) => tensor.Type == ElementType.Float32 && tensor.Constant is null;

    // Images come as pixel / 127.5 - 1; with exactly that range, a quantised input takes the pixels as they are.
    private static ValueRange? RangeOf(Calibration calibration, Tensor tensor, double percentile)
    {
        var isImage = calibration.Graph.Inputs.Contains(tensor.Index) && tensor.Shape.Rank == 4 && tensor.Shape[3] is (1 or 3);
        return isImage ? new ValueRange(-1, 1) : calibration.RangeOf(tensor.Index, percentile);
    }
}
