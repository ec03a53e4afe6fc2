using System.Runtime.InteropServices;
using GpuNet.Devices;

namespace GpuNet.Kernels;

/// <summary>
/// Constants in the layout of a kernel: width x height x layers texels of four floats, still on the host. Dispose it to let other constants
/// have its memory.
/// </summary>
internal sealed class PackedTexels(PackedExtents extents) : IDisposable
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

    /// <summary>Writes the texels in the order of a buffer, in the given format.</summary>
    public void CopyTo(Span<byte> bytes, TexelFormat format)
    {
        if (format == TexelFormat.Float32)
        {
            MemoryMarshal.AsBytes(Values).CopyTo(bytes);
            return;
        }

        var halves = MemoryMarshal.Cast<byte, Half>(bytes);
        var values = Values;
        for (var i = 0; i < values.Length; i++) halves[i] = (Half)values[i];
    }

    /// <summary>The bytes in the order of a buffer, in the given format.</summary>
    public byte[] ToBytes(TexelFormat format)
    {
        var bytes = new byte[extents.Count * format.ByteLength()];
        CopyTo(bytes, format);
        return bytes;
    }

    public void Dispose() => PackingMemory.Return(words);
}
