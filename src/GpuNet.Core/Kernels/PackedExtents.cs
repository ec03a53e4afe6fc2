namespace GpuNet.Kernels;

/// <summary>How many texels packed constants have: known before they are packed.</summary>
/// <param name="Width">Texels along x.</param>
/// <param name="Height">Texels along y.</param>
/// <param name="Layers">Number of layers.</param>
internal readonly record struct PackedExtents(int Width, int Height, int Layers)
{
    /// <summary>Number of texels.</summary>
    public int Count => checked(Width * Height * Layers);
}
