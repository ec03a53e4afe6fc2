using GpuNet.Devices;

namespace GpuNet.Language;

/// <summary>
/// A tensor that a kernel reads: <see cref="Width"/> x <see cref="Height"/> x <see cref="Layers"/> texels of four
/// components. The variant decides whether it is a storage buffer, with texel (x, y, layer) at
/// <c>(layer * Height + y) * Width + x</c>, or a texture array, and how a component is stored.
/// </summary>
/// <typeparam name="T">What a texel reads as: <see cref="Float4"/> in the variant's format, a <c>uint</c> of four packed signed bytes, or
/// <see cref="Int4"/>.</typeparam>
/// <param name="resource">What is bound.</param>
public readonly struct ReadTensor<T>(DeviceTensor resource)
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

    /// <summary>The texel at (x, y, layer). Outside the extents the value is undefined on a GPU, and an error on the CPU.</summary>
    public T Read(int x, int y, int layer) => Resource.Load<T>(x, y, layer);

    /// <summary>Binds <paramref name="resource"/>.</summary>
    public static implicit operator ReadTensor<T>(DeviceTensor resource) => new(resource);
}
