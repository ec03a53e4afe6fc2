namespace GpuNet.Devices;

/// <summary>A part of a device buffer.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Offset">First byte.</param>
/// <param name="ByteLength">Number of bytes.</param>
public readonly record struct BufferRange(IDeviceBuffer Buffer, long Offset, long ByteLength);
