using System.Runtime.InteropServices;

namespace GpuNet.Kernels;

/// <summary>Integer constants in the layout of a kernel: width x height x layers texels of one or four words, still on the host.</summary>
internal sealed class PackedWords(int width, int height, int layers, int wordsOfTexel)
{
    private readonly uint[] words = new uint[checked(wordsOfTexel * width * height * layers)];

    public int Width { get; } = width;

    public int Height { get; } = height;

    public int Layers { get; } = layers;

    /// <summary>1 for packed bytes, 4 for 32-bit integers.</summary>
    public int WordsOfTexel { get; } = wordsOfTexel;

    /// <summary>A word of the texel at (x, y, layer).</summary>
    public ref uint this[int x, int y, int layer, int word] =>
        ref words[(((((layer * Height) + y) * Width) + x) * WordsOfTexel) + word];

    /// <summary>The bytes in the order of a buffer.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes(words.AsSpan()).ToArray();
}
