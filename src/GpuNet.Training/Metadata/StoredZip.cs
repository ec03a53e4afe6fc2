using System.Buffers.Binary;
using System.Text;
using GpuNet.Images;

namespace GpuNet.Metadata;

/// <summary>
/// A ZIP archive of one stored file behind other bytes: how TensorFlow Lite's metadata attaches files to a model. Every date is
/// the format's first, so that the same content gives the same bytes.
/// </summary>
internal static class StoredZip
{
    private const int LocalHeaderLength = 30;
    private const int CentralHeaderLength = 46;
    private const int EndLength = 22;
    private const ushort Version = 20;
    private const ushort FirstDate = (1 << 5) | 1;

    /// <summary><paramref name="prefix"/> and the archive behind it; the archive's offsets count from the beginning of both.</summary>
    public static byte[] Append(ReadOnlySpan<byte> prefix, string name, ReadOnlySpan<byte> content)
    {
        var nameBytes = Encoding.ASCII.GetBytes(name);
        var central = prefix.Length + LocalHeaderLength + nameBytes.Length + content.Length;
        var file = new byte[central + CentralHeaderLength + nameBytes.Length + EndLength];
        prefix.CopyTo(file);

        var local = file.AsSpan(prefix.Length);
        "PK\x03\x04"u8.CopyTo(local);
        WriteCommonFields(local[4..], nameBytes.Length, content);
        nameBytes.CopyTo(local[LocalHeaderLength..]);
        content.CopyTo(local[(LocalHeaderLength + nameBytes.Length)..]);

        var entry = file.AsSpan(central);
        "PK\x01\x02"u8.CopyTo(entry);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], Version);
        WriteCommonFields(entry[6..], nameBytes.Length, content);
        BinaryPrimitives.WriteInt32LittleEndian(entry[42..], prefix.Length);
        nameBytes.CopyTo(entry[CentralHeaderLength..]);

        var end = file.AsSpan(file.Length - EndLength);
        "PK\x05\x06"u8.CopyTo(end);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(end[12..], CentralHeaderLength + nameBytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(end[16..], central);
        return file;
    }

    // Version, flags, method (0: stored), time, date, CRC, both lengths, length of the name.
    private static void WriteCommonFields(Span<byte> header, int nameLength, ReadOnlySpan<byte> content)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], FirstDate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[10..], Crc32.OfZip(content));
        BinaryPrimitives.WriteInt32LittleEndian(header[14..], content.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[18..], content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)nameLength);
    }
}
