using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Kernels;

/// <summary>
/// Grids of one invocation for each tile, numbered through all slices, so that no image is too small to fill workgroups. Where all
/// pixels are alike, a tile is a run of pixels in the order of memory, for one or more slices.
/// </summary>
/// <remarks>
/// Tile t has the pixels from (t mod n) * tilePixels of the slices from (t / n) * tileSlices, where n is the number of tiles of
/// one slice: pixels / tilePixels, rounded up. Devices bound the extents of a grid, so tiles lie in rows.
/// </remarks>
internal static class PixelTiles
{
    // Workgroups along an axis may be as few as 65535; a multiple of every workgroup's extent.
    private const int TilesOfRow = 1 << 20;

    /// <summary>The number of an invocation's tile; beyond the last one in the last row.</summary>
    public static int TileOf(Invocation at) => (at.Y * TilesOfRow) + at.X;

    /// <summary>The grid for a tensor that is written in tiles of so many pixels and layers.</summary>
    public static GridSize GridOf(DeviceTensor tensor, int tilePixels, int tileSlices)
    {
        var tilesOfLayer = (((long)tensor.Width * tensor.Height) + tilePixels - 1) / tilePixels;
        return Grid(tilesOfLayer * ((tensor.Layers + tileSlices - 1) / tileSlices));
    }

    /// <summary>The grid for so many tiles.</summary>
    public static GridSize Grid(long tiles) => new((int)Math.Min(tiles, TilesOfRow), checked((int)((tiles + TilesOfRow - 1) / TilesOfRow)));
}
