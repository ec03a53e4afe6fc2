using GpuNet.Devices;

namespace GpuNet.Planning;

/// <summary>Takes a part of a packed constant: <paramref name="bytes"/>, which are good until it returns, belong at <paramref name="offset"/>.</summary>
public delegate void TakePart(int offset, ReadOnlySpan<byte> bytes);

/// <summary>Constants in the layout of their kernel.</summary>
/// <param name="Resource">What the kernel binds.</param>
/// <param name="Pack">Packs all texels, <see cref="DeviceResource.ByteLength"/> bytes of them, part by part from the first to the last. Called
/// when they are uploaded, on any thread, several constants at once.</param>
public sealed record PlannedConstant(DeviceTensor Resource, Action<TakePart> Pack);
