using System.Runtime.InteropServices;
using GpuNet.Devices;

namespace GpuNet.Kernels;

/// <summary>
/// Integer constants in the layout of a kernel: width x height x layers texels of one or four words, still on the host. Dispose it to let
/// other constants have its memory.
/// </summary>
internal sealed class PackedWords(PackedExtents extents, int wordsOfTexel) : IPackedConstant
{
    private readonly uint[] words = PackingMemory.RentZeroed(checked(wordsOfTexel * extents.Count));

    public PackedWords(int width, int height, int layers, int wordsOfTexel)
        : this(new PackedExtents(width, height, layers), wordsOfTexel)
    {
    }

    public int Width => extents.Width;

    public int Height => extents.Height;

    public int Layers => extents.Layers;

    /// <summary>1 for packed bytes, 4 for 32-bit integers.</summary>
    public int WordsOfTexel { get; } = wordsOfTexel;

    /// <summary>A word of the texel at (x, y, layer).</summary>
    public ref uint this[int x, int y, int layer, int word] =>
        ref words[(((((layer * Height) + y) * Width) + x) * WordsOfTexel) + word];

    /// <summary>The words of a row of texels, from x = 0.</summary>
    public Span<uint> Row(int y, int layer) => words.AsSpan(((layer * Height) + y) * Width * WordsOfTexel, Width * WordsOfTexel);

    public ReadOnlySpan<byte> ToBytes(TexelFormat format) => MemoryMarshal.AsBytes(words.AsSpan(0, WordsOfTexel * extents.Count));

    public void Dispose() => PackingMemory.Return(words);
}
