using System.Buffers.Binary;
using GpuNet.Devices;

namespace GpuNet.Backends.Vulkan;

/// <summary>
/// A pipeline cache on disk: a <see cref="CacheFile"/> of the driver's own data. Drivers trust what they are given, so nothing
/// damaged or foreign may reach them.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="VendorId">The device's vendor.</param>
/// <param name="DeviceId">The device's number.</param>
/// <param name="CacheUuid">What tells one build of the driver from another, 16 bytes.</param>
internal sealed record PipelineCacheFile(string Path, uint VendorId, uint DeviceId, byte[] CacheUuid)
{
    private const int DriverHeaderBytes = 32;
    private const uint DriverHeaderVersion = 1;

    private static ReadOnlySpan<byte> Kind => "GPUNVKC2"u8;

    /// <summary>The file of a device in a folder. A device has one, whatever its driver: a new driver starts it anew.</summary>
    public static string PathIn(string folder, uint vendorId, uint deviceId) =>
        System.IO.Path.Combine(folder, $"vulkan-{vendorId:x}-{deviceId:x}.bin");

    /// <summary>The driver's data; null if there is no file, or none of this device and driver.</summary>
    /// <param name="isForeign">Whether there is a file that is of no use.</param>
    /// <exception cref="IOException">The file is there and does not open.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public byte[]? Load(out bool isForeign)
    {
        var data = CacheFile.Read(Path, Kind);
        if (data is not null && !IsOfThisDevice(data)) data = null;
        isForeign = data is null && File.Exists(Path);
        return data;
    }

    /// <summary>Writes the driver's data. Another process sees the old file or the new one, never a part.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public void Save(ReadOnlySpan<byte> data) => CacheFile.Write(Path, Kind, data);

    // VkPipelineCacheHeaderVersionOne: its length, its version, vendor, device, UUID.
    private bool IsOfThisDevice(ReadOnlySpan<byte> data) =>
        data.Length >= DriverHeaderBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(data) >= DriverHeaderBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) == DriverHeaderVersion
        && BinaryPrimitives.ReadUInt32LittleEndian(data[8..]) == VendorId
        && BinaryPrimitives.ReadUInt32LittleEndian(data[12..]) == DeviceId
        && data.Slice(16, 16).SequenceEqual(CacheUuid);
}
