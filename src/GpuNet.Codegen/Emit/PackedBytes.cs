using System;
using System.IO;
using System.IO.Compression;

namespace GpuNet.Codegen.Emit;

/// <summary>Bytes as generated code holds them: deflated (RFC 1951), in base 64. PackedShader of the core unpacks them.</summary>
public static class PackedBytes
{
    /// <summary>The bytes, deflated, in padded base 64.</summary>
    public static string Base64(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(bytes, 0, bytes.Length);
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
