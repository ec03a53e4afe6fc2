using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using GpuNet.Shaders;

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
    public const int DepthwiseTileY = 2;

    private const int WideTile = 8;
    private const int NarrowTile = 4;

    // A GPU hides latency with invocations: tiles grow only where enough remain.
    private const long BusyInvocations = 16384;

    /// <summary>
    /// Every tile that a kernel has and that a layer may be computed with, the preferred one first. The structural values of a tiled
    /// kernel are pixels and, for some, slices.
    /// </summary>
    public static IReadOnlyList<Tile> Candidates(KernelDescriptor kernel, Tile preferred, NhwcExtents output)
    {
        var tiles = new List<Tile> { preferred };
        foreach (var variant in kernel.Variants)
        {
            var tile = Of(variant);
            if (!tiles.Contains(tile) && SlicesOfTile(output, tile.Slices) == tile.Slices) tiles.Add(tile);
        }

        return tiles;
    }

    /// <summary>The tile of a variant.</summary>
    public static Tile Of(KernelVariant variant) => variant.Structural is [var x, var slices] ? new Tile(x, slices) : new Tile(variant.Structural[0]);

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

    /// <summary>
    /// The tile of a pointwise convolution of bytes in floats, or null where dot products of integers are the better way: on a GPU.
    /// </summary>
    public static Tile? QuantisedPointwise(PlannerOptions options, NhwcExtents output)
    {
        var pixels = (long)output.Height * output.Width;
        if (!IsSoftware(options)) return null;
        return pixels >= WideTile ? new Tile(WideTile, SlicesOfTile(output, 4)) : new Tile(pixels >= NarrowTile ? NarrowTile : 1);
    }

    /// <summary>
    /// The tile of any other convolution of bytes in floats, or null where dot products of integers are the better way, or where a sum
    /// has more products than a float holds exactly.
    /// </summary>
    public static Tile? QuantisedConvolution(PlannerOptions options, NhwcExtents output, int products)
    {
        if (!IsSoftware(options) || products > QuantisedFloatConv2D.MaximumProducts || output.Width < WideTile) return null;
        return new Tile(WideTile, SlicesOfTile(output, 2));
    }

    /// <summary>Whether the sums of a product of a matrix with one vector are shared out in a workgroup: on a GPU, which one sum of each
    /// output would leave idle.</summary>
    public static bool SharesOutSums(PlannerOptions options) => !IsSoftware(options);

    public static Tile Convolution(PlannerOptions options, NhwcExtents output)
    {
        var isWide = IsSoftware(options) && output.Width >= WideTile && SlicesOfTile(output, 2) == 2;
        return isWide ? new Tile(WideTile, 2) : Window(output);
    }

    /// <summary>Whether a depthwise convolution is one for kernels that read pixels once for several windows.</summary>
    public static bool SharesPixels(PlannerOptions options, Kernels.Window window, NhwcExtents output)
    {
        var fits = window is { KernelX: 3, KernelY: 3, DilationX: 1, DilationY: 1, StrideX: 1 or 2 } && window.StrideX == window.StrideY;
        var texels = (long)output.Batch * output.Height * output.Width * output.Slices;
        return fits && output.Width >= NarrowTile
            && (IsSoftware(options) || texels / (DepthwiseTileX * DepthwiseTileY) >= BusyInvocations);
    }

    public static Tile Quantised(PlannerOptions options, NhwcExtents output)
    {
        var x = output.Width >= WideTile ? WideTile : output.Width >= NarrowTile ? NarrowTile : 1;
        if (IsSoftware(options)) return new Tile(x);
        var texels = (long)output.Batch * output.Height * output.Width * output.Slices;
        return new Tile(texels / x >= BusyInvocations ? x : texels / NarrowTile >= BusyInvocations ? Math.Min(x, NarrowTile) : 1);
    }

    public static Tile Window(NhwcExtents output) => new(output.Width >= NarrowTile ? NarrowTile : 1);

    private static bool IsSoftware(PlannerOptions options) => options.DeviceKind is DeviceKind.Software or DeviceKind.Host;

    // A tile's slices may not reach into the next image, nor all lie beyond the last slice.
    private static int SlicesOfTile(NhwcExtents output, int most)
    {
        while (most > 1 && (output.Slices < most || (output.Batch > 1 && output.Slices % most != 0))) most /= 2;
        return most;
    }
}
