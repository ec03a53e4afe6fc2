using System.Runtime.InteropServices;
using GpuNet.Devices;

namespace GpuNet.Kernels;

/// <summary>
/// Constants in the layout of a kernel: width x height x layers texels of four floats, still on the host.
/// </summary>
internal sealed class PackedTexels(PackedExtents extents) : IPackedConstant
{
    private readonly uint[] words = PackingMemory.RentZeroed(checked(4 * extents.Count));

    public PackedTexels(int width, int height, int layers)
        : this(new PackedExtents(width, height, layers))
    {
    }

    public int Width => extents.Width;

    public int Height => extents.Height;

    public int Layers => extents.Layers;

    private Span<float> Values => MemoryMarshal.Cast<uint, float>(words.AsSpan(0, 4 * extents.Count));

    /// <summary>A component of the texel at (x, y, layer).</summary>
    public ref float this[int x, int y, int layer, int component] =>
        ref Values[(((((layer * Height) + y) * Width) + x) * 4) + component];

    /// <summary>The components of a row of texels, from x = 0.</summary>
    public Span<float> Row(int y, int layer) => Values.Slice(((layer * Height) + y) * Width * 4, Width * 4);

    public ReadOnlySpan<byte> ToBytes(TexelFormat format)
    {
        var values = Values;
        if (format == TexelFormat.Float32) return MemoryMarshal.AsBytes(values);
        // In place: a half ends before the float that it is made of.
        var halves = MemoryMarshal.Cast<float, Half>(values)[..values.Length];
        for (var i = 0; i < values.Length; i++) halves[i] = (Half)values[i];
        return MemoryMarshal.AsBytes(halves);
    }

    public void Dispose() => PackingMemory.Return(words);
}
