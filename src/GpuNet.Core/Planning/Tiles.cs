using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;

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
    private const int WideTile = 8;
    private const int NarrowTile = 4;

    // A GPU hides latency with invocations: tiles grow only where enough remain.
    private const long BusyInvocations = 16384;

    public static Tile Pointwise(PlannerOptions options, NhwcExtents output)
    {
        // A pair of slices may not reach into the next image.
        var pairs = output.Slices % 2 == 0 || output.Batch == 1 ? 2 : 1;
        if (output.Slices == 1) pairs = 1;
        var pixelsOfImage = (long)output.Height * output.Width;
        var x = pixelsOfImage >= WideTile ? WideTile : pixelsOfImage >= NarrowTile ? NarrowTile : 1;
        var tile = new Tile(x, pairs);
        if (options.DeviceKind is DeviceKind.Software or DeviceKind.Host) return tile;
        var pixels = (long)output.Batch * output.Height * output.Width * output.Slices;
        if (pixels / (tile.X * tile.Slices) < BusyInvocations) tile = new Tile(Math.Min(x, NarrowTile), 1);
        return pixels / tile.X < BusyInvocations / NarrowTile ? new Tile(1) : tile;
    }

    /// <summary>
    /// The tile of a pointwise convolution of bytes in floats, or null where dot products of integers are the better way: on a GPU,
    /// and for images too small for a tile.
    /// </summary>
    public static Tile? QuantisedPointwise(PlannerOptions options, NhwcExtents output)
    {
        var pixels = (long)output.Height * output.Width;
        if (options.DeviceKind is not (DeviceKind.Software or DeviceKind.Host) || pixels < NarrowTile) return null;
        var pairs = output.Slices > 1 && (output.Slices % 2 == 0 || output.Batch == 1) ? 2 : 1;
        return new Tile(pixels >= WideTile ? WideTile : NarrowTile, pairs);
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
