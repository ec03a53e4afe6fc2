using GpuNet.Kernels;
using GpuNet.Tuning;

namespace GpuNet.Backends.Tests;

/// <summary>Takes one step for two operators wherever there is one, and of all else what the planner prefers.</summary>
internal sealed class Together : ILayerChooser
{
    /// <summary>How often there was one.</summary>
    public int Count { get; private set; }

    public int Choose(IReadOnlyList<int> operators, string layer, IReadOnlyList<LayerCandidate> candidates)
    {
        if (operators.Count == 1) return 0;
        Count++;
        return candidates.Index().Single(c => c.Item.Kernel == SeparableConv2D.Descriptor && c.Item.Name != "apart").Index;
    }
}
