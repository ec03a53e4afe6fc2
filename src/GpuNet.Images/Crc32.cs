using System.Buffers.Binary;
using System.Numerics;

namespace GpuNet.Images;

/// <summary>Cyclic redundancy checks of 32 bits, reflected, begun and ended with all ones.</summary>
public static class Crc32
{
    private const uint ZipPolynomial = 0xedb88320;
    private static readonly uint[] ZipTable = MakeTable(ZipPolynomial);

    /// <summary>The check of ZIP, PNG and Ethernet (polynomial 0x04c11db7).</summary>
    public static uint OfZip(ReadOnlySpan<byte> bytes) => ~Update(uint.MaxValue, bytes);

    /// <summary>Castagnoli's check (polynomial 0x1edc6f41), which processors compute: that of TFRecord files.</summary>
    public static uint Castagnoli(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) crc = (crc >> 8) ^ ZipTable[(byte)(crc ^ value)];
        return crc;
    }

    private static uint[] MakeTable(uint polynomial)
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var entry = i;
            for (var bit = 0; bit < 8; bit++) entry = (entry & 1) != 0 ? (entry >> 1) ^ polynomial : entry >> 1;
            table[i] = entry;
        }

        return table;
    }
}
