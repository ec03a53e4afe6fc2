using GpuNet.Devices;

namespace GpuNet.Kernels;

/// <summary>The grid of kernels that compute rectangles of an image: one invocation for each, row after row and slice after slice.</summary>
/// <remarks>Tile t begins at pixel ((t mod nx) * tileX, (t / nx mod ny) * tileY) of layer t / (nx * ny), where nx and ny are the numbers of
/// tiles along both axes, rounded up. See <see cref="PixelTiles"/> for the numbers.</remarks>
internal static class WindowTiles
{
    /// <summary>The grid for a tensor that is written in tiles of so many pixels.</summary>
    public static GridSize GridOf(DeviceTensor tensor, int tileX, int tileY) => PixelTiles.Grid(
        (long)((tensor.Width + tileX - 1) / tileX) * ((tensor.Height + tileY - 1) / tileY) * tensor.Layers);
}
