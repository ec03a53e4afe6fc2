using System.Buffers;
using System.Buffers.Text;
using System.ComponentModel;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace GpuNet.Shaders;

/// <summary>Unpacks shaders as generated code holds them: deflated (RFC 1951), in base 64. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PackedShader
{
    /// <summary>The bytes of a text in UTF-8.</summary>
    /// <param name="packed">Base 64, padded, as UTF-8.</param>
    /// <exception cref="FormatException">The text is not base 64.</exception>
    /// <exception cref="InvalidDataException">The bytes are not deflated ones.</exception>
    public static byte[] Text(ReadOnlySpan<byte> packed)
    {
        var deflated = new byte[Base64.GetMaxDecodedFromUtf8Length(packed.Length)];
        if (Base64.DecodeFromUtf8(packed, deflated, out _, out var length) != OperationStatus.Done)
            throw new FormatException("A generated shader is not base 64.");

        using var inflate = new DeflateStream(new MemoryStream(deflated, 0, length), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        inflate.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Several texts in one, with a zero between them.</summary>
    /// <param name="packed">Base 64, padded, as UTF-8.</param>
    /// <exception cref="FormatException">The text is not base 64.</exception>
    /// <exception cref="InvalidDataException">The bytes are not deflated ones.</exception>
    public static string[] Texts(ReadOnlySpan<byte> packed) => Encoding.UTF8.GetString(Text(packed)).Split('\0');

    /// <summary>The words of a SPIR-V module, which are packed in little-endian order.</summary>
    /// <param name="packed">Base 64, padded, as UTF-8.</param>
    /// <exception cref="FormatException">The text is not base 64, or not that of whole words.</exception>
    /// <exception cref="InvalidDataException">The bytes are not deflated ones.</exception>
    public static uint[] Words(ReadOnlySpan<byte> packed)
    {
        var bytes = Text(packed);
        if (bytes.Length % sizeof(uint) != 0) throw new FormatException("A generated SPIR-V module is not whole words.");

        var words = MemoryMarshal.Cast<byte, uint>(bytes).ToArray();
        if (!BitConverter.IsLittleEndian) System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
        return words;
    }
}
