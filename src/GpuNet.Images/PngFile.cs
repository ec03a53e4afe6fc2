using System.Buffers.Binary;
using System.IO.Compression;

namespace GpuNet.Images;

/// <summary>Writes PNG files: 8-bit RGB, no native library. The same image gives the same pixels back, not always the same bytes.</summary>
public static class PngFile
{
    private const byte BitsPerSample = 8;
    private const byte ColourTypeRgb = 2;
    private const byte FilterSub = 1;

    /// <summary>Writes an image.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, RgbImage image) => File.WriteAllBytes(path, Encode(image));

    /// <summary>The bytes of a file.</summary>
    public static byte[] Encode(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = BitsPerSample;
        header[9] = ColourTypeRgb;
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(image));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    // Each row begins with its filter: here each sample less the one of the pixel to its left.
    private static byte[] Compress(RgbImage image)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[(image.Width * 3) + 1];
            row[0] = FilterSub;
            for (var y = 0; y < image.Height; y++)
            {
                var pixels = image.Rgb.AsSpan(y * image.Width * 3, image.Width * 3);
                for (var i = 0; i < pixels.Length; i++) row[i + 1] = (byte)(pixels[i] - (i < 3 ? 0 : pixels[i - 3]));
                zlib.Write(row);
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.OfZip([.. type, .. data]));
        file.Write(word);
    }
}
