using System.Buffers.Binary;

namespace GpuNet.Images.Codecs;

/// <summary>What the markers before the first scan of a JPEG tell, apart from the extents.</summary>
/// <param name="IsProgressive">Whether the decoder holds the coefficients of the whole image.</param>
/// <param name="Orientation">EXIF's orientation, 1 to 8; 1 where there is none or it makes no sense.</param>
internal readonly record struct JpegHeader(bool IsProgressive, int Orientation)
{
    private const int Upright = 1;
    private const ushort OrientationTag = 0x0112;
    private const ushort TypeShort = 3;

    /// <summary>Walks the markers; stops at the first scan, or where they stop making sense.</summary>
    public static JpegHeader Scan(ReadOnlySpan<byte> content)
    {
        var header = new JpegHeader(false, Upright);
        var at = 2;
        while (at + 4 <= content.Length && content[at] == 0xff)
        {
            var marker = content[at + 1];
            if (marker == 0xff)
            {
                at++;
                continue;
            }

            if (marker is 0xda or 0xd9) break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]);
            if (length < 2 || at + 2 + length > content.Length) break;
            var body = content.Slice(at + 4, length - 2);
            // Start of frame: progressive, and its differential and arithmetic forms.
            if (marker is 0xc2 or 0xc6 or 0xca or 0xce) header = header with { IsProgressive = true };
            if (marker == 0xe1 && body.StartsWith("Exif\0\0"u8)) header = header with { Orientation = OrientationOf(body[6..]) };
            at += 2 + length;
        }

        return header;
    }

    // TIFF: byte order, 42, offset of the first directory; a directory is a count and entries of 12 bytes.
    private static int OrientationOf(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return Upright;
        var little = tiff.StartsWith("II*\0"u8);
        if (!little && !tiff.StartsWith("MM\0*"u8)) return Upright;
        var directory = ReadUInt32(tiff[4..], little);
        if (directory > tiff.Length - 2) return Upright;
        var entries = tiff[(int)directory..];
        var count = ReadUInt16(entries, little);
        for (var i = 0; i < count && 2 + ((i + 1) * 12) <= entries.Length; i++)
        {
            var entry = entries.Slice(2 + (i * 12), 12);
            if (ReadUInt16(entry, little) != OrientationTag || ReadUInt16(entry[2..], little) != TypeShort) continue;
            var orientation = ReadUInt16(entry[8..], little);
            return orientation is >= 1 and <= 8 ? orientation : Upright;
        }

        return Upright;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
