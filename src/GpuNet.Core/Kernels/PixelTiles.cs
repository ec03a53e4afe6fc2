using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Kernels;

/// <summary>
/// The grid of kernels for which all pixels of an image are alike: one invocation for each tile of pixels and slices, those of a
/// slice one after another, so that no image is too small to fill workgroups.
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
        var ofLayer = (((long)tensor.Width * tensor.Height) + tilePixels - 1) / tilePixels;
        var tiles = checked((int)(ofLayer * ((tensor.Layers + tileSlices - 1) / tileSlices)));
        return new GridSize(Math.Min(tiles, TilesOfRow), (tiles + TilesOfRow - 1) / TilesOfRow);
    }
}
