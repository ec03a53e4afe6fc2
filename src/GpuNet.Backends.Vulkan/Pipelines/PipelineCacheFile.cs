using System.Buffers.Binary;

namespace GpuNet.Backends.Vulkan;

/// <summary>
/// A pipeline cache on disk: 8 bytes of magic, an 8-byte checksum of the rest, then the driver's own data, little-endian.
/// Drivers trust what they are given, so nothing damaged or foreign may reach them.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="VendorId">The device's vendor.</param>
/// <param name="DeviceId">The device's number.</param>
/// <param name="CacheUuid">What tells one build of the driver from another, 16 bytes.</param>
internal sealed record PipelineCacheFile(string Path, uint VendorId, uint DeviceId, byte[] CacheUuid)
{
    private const int EnvelopeBytes = 16;
    private const int DriverHeaderBytes = 32;
    private const uint DriverHeaderVersion = 1;

    private static ReadOnlySpan<byte> Magic => "GPUNVKC1"u8;

    /// <summary>The driver's data; null if there is no file, or none of this device and driver.</summary>
    /// <exception cref="IOException">The file is there and does not open.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public byte[]? Load()
    {
        if (!File.Exists(Path)) return null;
        var bytes = File.ReadAllBytes(Path);
        if (bytes.Length < EnvelopeBytes + DriverHeaderBytes || !bytes.AsSpan().StartsWith(Magic)) return null;
        var data = bytes.AsSpan(EnvelopeBytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)) == Checksum(data) && IsOfThisDevice(data) ? data.ToArray() : null;
    }

    /// <summary>Writes the driver's data. Another process sees the old file or the new one, never a part.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public void Save(ReadOnlySpan<byte> data)
    {
        var bytes = new byte[EnvelopeBytes + data.Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), Checksum(data));
        data.CopyTo(bytes.AsSpan(EnvelopeBytes));

        var path = System.IO.Path.GetFullPath(Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // FNV-1a, 64 bits: enough to notice a torn or damaged file.
    private static ulong Checksum(ReadOnlySpan<byte> data)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in data) hash = (hash ^ value) * 1099511628211UL;
        return hash;
    }

    // VkPipelineCacheHeaderVersionOne: its length, its version, vendor, device, UUID.
    private bool IsOfThisDevice(ReadOnlySpan<byte> data) =>
        BinaryPrimitives.ReadUInt32LittleEndian(data) >= DriverHeaderBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) == DriverHeaderVersion
        && BinaryPrimitives.ReadUInt32LittleEndian(data[8..]) == VendorId
        && BinaryPrimitives.ReadUInt32LittleEndian(data[12..]) == DeviceId
        && data.Slice(16, 16).SequenceEqual(CacheUuid);
}
