using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using GpuNet.Shaders;
using GpuNet.Tuning;

namespace GpuNet.Planning;

/// <summary>How many pixels and how many slices one invocation computes.</summary>
/// <param name="X">Pixels.</param>
/// <param name="Slices">Slices.</param>
internal readonly record struct Tile(int X, int Slices = 1)
{
    /// <summary>One invocation for each tile of the tensor, where pixels of a tile are neighbours in a row.</summary>
    public GridSize GridOf(DeviceTensor tensor) =>
        new((tensor.Width + X - 1) / X, tensor.Height, (tensor.Layers + Slices - 1) / Slices);

    /// <summary>One invocation for each tile of the tensor, where pixels of a tile are neighbours in memory.</summary>
    public GridSize PixelGridOf(DeviceTensor tensor) => PixelTiles.GridOf(tensor, X, Slices);
}

/// <summary>The planner's choice of tiles: the same for the same device class and shape, whatever was measured before.</summary>
internal static class Tiles
{
    /// <summary>Pixels along x of the tiles of depthwise convolutions that share pixels.</summary>
    public const int DepthwiseTileX = 4;

    /// <summary>Pixels along y of the tiles of depthwise convolutions that share pixels.</summary>
    /// <remarks>At stride 2 rows below each other share one of their three rows of pixels: two of them would be twice the code for a tenth of
    /// the time.</remarks>
    public static int DepthwiseTileY(int stride) => stride == 1 ? 2 : 1;

    private const int WideTile = 8;
    private const int NarrowTile = 4;

    // A GPU hides latency with invocations: tiles grow only where enough remain.
    private const long BusyInvocations = 16384;

    /// <summary>
    /// Every tile that a kernel has and that a layer may be computed with, the preferred one first. The structural values of a tiled
    /// kernel are pixels and, for some, slices; of other kernels there is only what is preferred.
    /// </summary>
    public static IReadOnlyList<Tile> Candidates(KernelDescriptor kernel, Tile preferred, NhwcExtents output)
    {
        var tiles = new List<Tile> { preferred };
        foreach (var variant in kernel.Variants)
        {
            if (Of(variant) is { } tile && !tiles.Contains(tile) && SlicesOfTile(output, tile.Slices) == tile.Slices) tiles.Add(tile);
        }

        return tiles;
    }

    /// <summary>The tile of a variant; null if its structural values are not pixels and slices.</summary>
    public static Tile? Of(KernelVariant variant) => variant.Structural switch
    {
        [var x] => new Tile(x),
        [var x, var slices] => new Tile(x, slices),
        _ => null,
    };

    /// <summary>The kernels that compute a depthwise convolution with one output channel for each input channel, the preferred one first.</summary>
    /// <param name="options">What the planner may count on.</param>
    /// <param name="window">The window.</param>
    /// <param name="output">Extents of the output.</param>
    /// <param name="sharing">The kernel that reads pixels once for several windows, 3x3 ones of stride 1 or 2.</param>
    /// <param name="plain">The kernel for any window.</param>
    public static IReadOnlyList<LayerCandidate> Depthwise(
        PlannerOptions options, Kernels.Window window, NhwcExtents output, KernelDescriptor sharing, KernelDescriptor plain)
    {
        var any = new LayerCandidate(plain, Window(output), options.Storage);
        var fits = window is { KernelX: 3, KernelY: 3, DilationX: 1, DilationY: 1, StrideX: 1 or 2 } && window.StrideX == window.StrideY;
        if (!fits || output.Width < NarrowTile) return [any];

        // A GPU needs invocations more than it needs the reads that are saved.
        var tileY = DepthwiseTileY(window.StrideX);
        var shared = new LayerCandidate(sharing, new Tile(DepthwiseTileX, tileY), options.Storage);
        var texels = (long)output.Batch * output.Height * output.Width * output.Slices;
        return IsSoftware(options) || texels / (DepthwiseTileX * tileY) >= BusyInvocations ? [shared, any] : [any, shared];
    }

    /// <summary>
    /// The kernels that compute a convolution of bytes, the preferred one first: in floats, which processors are good at, or with dot
    /// products of integers, which GPUs have instructions for. Where floats are not exact, there is only the latter.
    /// </summary>
    /// <param name="options">What the planner may count on.</param>
    /// <param name="window">The window.</param>
    /// <param name="input">Extents of the input.</param>
    /// <param name="output">Extents of the output.</param>
    /// <param name="isExactInFloats">See <see cref="QuantisedWeights.SumsFitFloats"/> and <see cref="QuantisedWeights.ResultsAreShort"/>.</param>
    public static IReadOnlyList<LayerCandidate> QuantisedConvolution(
        PlannerOptions options, Kernels.Window window, NhwcExtents input, NhwcExtents output, bool isExactInFloats)
    {
        var integers = window.IsPointwise && input is { Width: 1, Height: 1 }
            ? new LayerCandidate(QuantisedFullyConnected.Descriptor, new Tile(1), options.Storage) { SharesWorkgroup = true }
            : new LayerCandidate(QuantisedConv2D.Descriptor, Quantised(options, output), options.Storage);
        if (!isExactInFloats || (!window.IsPointwise && output.Width < WideTile)) return [integers];
        var floats = window.IsPointwise
            ? new LayerCandidate(QuantisedPointwiseConv2D.Descriptor, QuantisedPointwise(output), options.Storage)
            : new LayerCandidate(QuantisedFloatConv2D.Descriptor, new Tile(WideTile, SlicesOfTile(output, 2)), options.Storage);
        return IsSoftware(options) ? [floats, integers] : [integers, floats];
    }

    public static Tile Pointwise(PlannerOptions options, NhwcExtents output)
    {
        var pixels = (long)output.Height * output.Width;
        var x = pixels >= WideTile ? WideTile : pixels >= NarrowTile ? NarrowTile : 1;
        if (IsSoftware(options)) return new Tile(x, x == WideTile ? SlicesOfTile(output, 4) : 1);
        var texels = output.Batch * pixels * output.Slices;
        var tile = x == WideTile ? new Tile(x, SlicesOfTile(output, 2)) : new Tile(x);
        if (texels / (tile.X * tile.Slices) < BusyInvocations) tile = new Tile(Math.Min(x, NarrowTile));
        return texels / tile.X < BusyInvocations / NarrowTile ? new Tile(1) : tile;
    }

    /// <summary>Whether the sums of a product of a matrix with one vector are shared out in a workgroup: on a GPU, which one sum of each
    /// output would leave idle.</summary>
    public static bool SharesOutSums(PlannerOptions options) => !IsSoftware(options);

    public static Tile Convolution(PlannerOptions options, NhwcExtents output)
    {
        var isWide = IsSoftware(options) && output.Width >= WideTile && SlicesOfTile(output, 2) == 2;
        return isWide ? new Tile(WideTile, 2) : Window(output);
    }

    public static Tile Quantised(PlannerOptions options, NhwcExtents output)
    {
        var x = output.Width >= WideTile ? WideTile : output.Width >= NarrowTile ? NarrowTile : 1;
        if (IsSoftware(options)) return new Tile(x);
        var texels = (long)output.Batch * output.Height * output.Width * output.Slices;
        return new Tile(texels / x >= BusyInvocations ? x : texels / NarrowTile >= BusyInvocations ? Math.Min(x, NarrowTile) : 1);
    }

    public static Tile Window(NhwcExtents output) => new(output.Width >= NarrowTile ? NarrowTile : 1);

    private static Tile QuantisedPointwise(NhwcExtents output)
    {
        var pixels = (long)output.Height * output.Width;
        return pixels >= WideTile ? new Tile(WideTile, SlicesOfTile(output, 4)) : new Tile(pixels >= NarrowTile ? NarrowTile : 1);
    }

    private static bool IsSoftware(PlannerOptions options) => options.DeviceKind is DeviceKind.Software or DeviceKind.Host;

    // A tile's slices may not reach into the next image, nor all lie beyond the last slice.
    private static int SlicesOfTile(NhwcExtents output, int most)
    {
        while (most > 1 && (output.Slices < most || (output.Batch > 1 && output.Slices % most != 0))) most /= 2;
        return most;
    }
}
