using System.Globalization;
using GpuNet.Devices;
using GpuNet.Kernels;
using GpuNet.Planning;
using GpuNet.Shaders;

namespace GpuNet.Tuning;

/// <summary>One way to compute a layer: a tile of a kernel in workgroups of a shape. All candidates of a layer compute the same.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="tile">What an invocation computes.</param>
/// <param name="storage">Where tensors lie.</param>
/// <param name="workgroup">Invocations of a workgroup; null for the kernel's own shape.</param>
internal sealed class LayerCandidate(KernelDescriptor kernel, Tile tile, TensorStorage storage, GridSize? workgroup = null)
{
    /// <summary>The kernel.</summary>
    public KernelDescriptor Kernel => kernel;

    /// <summary>What an invocation computes.</summary>
    public Tile Tile => tile;

    /// <summary>Invocations of a workgroup.</summary>
    public GridSize Workgroup => workgroup ?? kernel.DefaultWorkgroup;

    /// <summary>Whether its workgroups have the kernel's own shape.</summary>
    public bool HasOwnWorkgroup => workgroup is null;

    /// <summary>Whether a workgroup computes a result together, so that its shape is the kernel's to say.</summary>
    public bool SharesWorkgroup { get; init; }

    private bool IsApart { get; init; }

    /// <summary>Whether the layer is two operators, which are computed in one step or each by itself.</summary>
    public bool IsOfTwo => IsApart || kernel == SeparableConv2D.Descriptor;

    /// <summary>What to call it in a file, such as <c>PointwiseConv2D 8x2</c> or <c>PointwiseConv2D 8x2 in 64x1x1</c>.</summary>
    public string Name => IsApart ? "apart" : string.Create(CultureInfo.InvariantCulture, $"{kernel.Name} {tile.X}x{tile.Slices}{(workgroup is { } shape ? $" in {shape}" : "")}");

    /// <summary>Two operators that are computed each by itself, in the way that is chosen for it. Measured against the kernel that computes both.</summary>
    public static LayerCandidate Apart(TensorStorage storage) => new(SeparableConv2D.Descriptor, new Tile(1), storage) { IsApart = true, SharesWorkgroup = true };

    /// <summary>A hash of the shaders that compute it.</summary>
    public string Hash() => ShaderHash.Of(kernel.Variants.Where(v => v.Storage == storage && (Tiles.Of(v) is not { } other || other == tile)));

    /// <summary>The same tile of the same kernel in workgroups of another shape.</summary>
    public LayerCandidate In(GridSize shape) => new(kernel, tile, storage, shape);

    /// <summary>Whether another candidate is the same but for the shape of its workgroups.</summary>
    public bool IsTileOf(LayerCandidate other) => other.Kernel == kernel && other.Tile == tile;
}

/// <summary>Chooses among the candidates of a layer.</summary>
internal interface ILayerChooser
{
    /// <summary>The place of the candidate to take.</summary>
    /// <param name="operators">The operators' places in the file: two where one step may compute both.</param>
    /// <param name="layer">What the layer computes and on which shapes: equal for layers that take equally long.</param>
    /// <param name="candidates">At least two; the first is what the planner prefers. Those in workgroups of the kernels' own shape come first.</param>
    int Choose(IReadOnlyList<int> operators, string layer, IReadOnlyList<LayerCandidate> candidates);
}
