using GpuNet.Devices;

namespace GpuNet.Language;

/// <summary>A tensor that a kernel writes; laid out like <see cref="ReadTensor{T}"/>.</summary>
/// <typeparam name="T">What a texel is written as: <see cref="Float4"/> in the variant's format, a <c>uint</c> of four packed signed bytes, or
/// <see cref="Int4"/>.</typeparam>
/// <param name="resource">What is bound.</param>
public readonly struct WriteTensor<T>(DeviceTensor resource)
    where T : unmanaged
{
    /// <summary>What is bound.</summary>
    public DeviceTensor Resource { get; } = resource;

    /// <summary>Texels along x; a late constant.</summary>
    public int Width => Resource.Width;

    /// <summary>Texels along y; a late constant.</summary>
    public int Height => Resource.Height;

    /// <summary>Number of layers: slices of four channels times batch; a late constant.</summary>
    public int Layers => Resource.Layers;

    /// <summary>Writes the texel at (x, y, layer), which must lie inside the extents.</summary>
    public void Write(int x, int y, int layer, T value) => Resource.Store(x, y, layer, value);

    /// <summary>Binds <paramref name="resource"/>.</summary>
    public static implicit operator WriteTensor<T>(DeviceTensor resource) => new(resource);
}
