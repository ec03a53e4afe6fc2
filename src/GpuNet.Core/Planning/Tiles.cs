using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Shaders;

namespace GpuNet.Planning;

/// <summary>How many pixels of a row and how many slices one invocation computes.</summary>
/// <param name="X">Pixels.</param>
/// <param name="Slices">Slices.</param>
internal readonly record struct Tile(int X, int Slices = 1)
{
    /// <summary>One invocation for each tile of the tensor.</summary>
    public GridSize GridOf(DeviceTensor tensor) =>
        new((tensor.Width + X - 1) / X, tensor.Height, (tensor.Layers + Slices - 1) / Slices);
}

/// <summary>The planner's choice of tiles: the same for the same device class and shape, whatever was measured before.</summary>
internal static class Tiles
{
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
            // A tile's slices may not reach into the next image.
            var tile = Of(variant);
            if (!tiles.Contains(tile) && (output.Batch == 1 || output.Slices % tile.Slices == 0)) tiles.Add(tile);
        }

        return tiles;
    }

    /// <summary>The tile of a variant.</summary>
    public static Tile Of(KernelVariant variant) => variant.Structural is [var x, var slices] ? new Tile(x, slices) : new Tile(variant.Structural[0]);

    public static Tile Pointwise(PlannerOptions options, NhwcExtents output)
    {
        // A pair of slices may not reach into the next image.
        var pairs = output.Slices % 2 == 0 || output.Batch == 1 ? 2 : 1;
        if (output.Slices == 1) pairs = 1;
        var x = output.Width >= WideTile ? WideTile : output.Width >= NarrowTile ? NarrowTile : 1;
        var tile = new Tile(x, pairs);
        if (options.DeviceKind is DeviceKind.Software or DeviceKind.Host) return tile;
        var pixels = (long)output.Batch * output.Height * output.Width * output.Slices;
        if (pixels / (tile.X * tile.Slices) < BusyInvocations) tile = new Tile(Math.Min(x, NarrowTile), 1);
        return pixels / tile.X < BusyInvocations / NarrowTile ? new Tile(1) : tile;
    }

    /// <summary>
    /// The tile of a pointwise convolution of bytes in floats, or null where dot products of integers are the better way: on a GPU,
    /// and for rows too short for a tile.
    /// </summary>
    public static Tile? QuantisedPointwise(PlannerOptions options, NhwcExtents output)
    {
        if (options.DeviceKind is not (DeviceKind.Software or DeviceKind.Host) || output.Width < NarrowTile) return null;
        var pairs = output.Slices > 1 && (output.Slices % 2 == 0 || output.Batch == 1) ? 2 : 1;
        return new Tile(output.Width >= WideTile ? WideTile : NarrowTile, pairs);
    }

    public static Tile Quantised(PlannerOptions options, NhwcExtents output)
    {
        var x = output.Width >= WideTile ? WideTile : output.Width >= NarrowTile ? NarrowTile : 1;
        if (options.DeviceKind is DeviceKind.Software or DeviceKind.Host) return new Tile(x);
        var texels = (long)output.Batch * output.Height * output.Width * output.Slices;
        return new Tile(texels / x >= BusyInvocations ? x : texels / NarrowTile >= BusyInvocations ? Math.Min(x, NarrowTile) : 1);
    }

    public static Tile Window(NhwcExtents output) => new(output.Width >= NarrowTile ? NarrowTile : 1);
}
