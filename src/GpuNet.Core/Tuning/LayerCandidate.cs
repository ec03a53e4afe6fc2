using System.Globalization;
using GpuNet.Devices;
using GpuNet.Planning;
using GpuNet.Shaders;

namespace GpuNet.Tuning;

/// <summary>One way to compute a layer: a tile of a kernel. All candidates of a layer compute the same.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="tile">What an invocation computes.</param>
/// <param name="storage">Where tensors lie.</param>
internal sealed class LayerCandidate(KernelDescriptor kernel, Tile tile, TensorStorage storage)
{
    /// <summary>The kernel.</summary>
    public KernelDescriptor Kernel => kernel;

    /// <summary>What an invocation computes.</summary>
    public Tile Tile => tile;

    /// <summary>What to call it in a file, such as <c>PointwiseConv2D 8x2</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{kernel.Name} {tile.X}x{tile.Slices}");

    /// <summary>A hash of the shaders that compute it: another version of the kernel has another one.</summary>
    public string ShaderHash()
    {
        // FNV-1a, 64 bits.
        var hash = 14695981039346656037UL;
        foreach (var variant in kernel.Variants)
        {
            if (variant.Storage != storage || (Tiles.Of(variant) is { } other && other != tile)) continue;
            foreach (var value in variant.GlslUtf8) hash = (hash ^ value) * 1099511628211UL;
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}

/// <summary>Chooses among the candidates of a layer.</summary>
internal interface ILayerChooser
{
    /// <summary>The place of the candidate to take.</summary>
    /// <param name="operatorIndex">The operator's place in the file.</param>
    /// <param name="layer">What the layer computes and on which shapes: equal for layers that take equally long.</param>
    /// <param name="candidates">At least two; the first is what the planner prefers.</param>
    int Choose(int operatorIndex, string layer, IReadOnlyList<LayerCandidate> candidates);
}
