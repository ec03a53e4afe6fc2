using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel;

namespace GpuNet.Shaders;

/// <summary>Reads SPIR-V modules as generated code holds them: little-endian words in base 64. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SpirvBase64
{
    /// <summary>The words of a module.</summary>
    /// <param name="base64">The text, padded, as UTF-8.</param>
    /// <exception cref="FormatException">The text is not that of whole words.</exception>
    public static uint[] Decode(ReadOnlySpan<byte> base64)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        var status = Base64.DecodeFromUtf8(base64, bytes, out _, out var written);
        if (status != OperationStatus.Done || written % sizeof(uint) != 0)
            throw new FormatException("A generated SPIR-V module is not whole words in base 64.");

        var words = new uint[written / sizeof(uint)];
        for (var i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)));
        return words;
    }
}
