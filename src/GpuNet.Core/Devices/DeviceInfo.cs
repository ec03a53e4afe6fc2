namespace GpuNet.Devices;

/// <summary>What kind of hardware a device is; better kinds come first.</summary>
public enum DeviceKind
{
    /// <summary>A GPU with memory of its own.</summary>
    DiscreteGpu,

    /// <summary>A GPU that shares the host's memory.</summary>
    IntegratedGpu,

    /// <summary>A GPU handed through by a virtual machine, or of unknown kind.</summary>
    OtherGpu,

    /// <summary>A driver that computes on the CPU.</summary>
    Software,

    /// <summary>The host itself.</summary>
    Host,
}

/// <summary>What a device is and what it can do.</summary>
/// <param name="Backend">vulkan, gles, metal or cpu.</param>
/// <param name="Name">The device's own name.</param>
/// <param name="Driver">The driver and its version.</param>
/// <param name="ApiVersion">The API's version, as the driver tells it.</param>
/// <param name="Kind">What kind of hardware it is.</param>
/// <param name="Limits">How much of each thing it takes.</param>
/// <param name="Features">What it can do beyond the minimum.</param>
public sealed record DeviceInfo(
    string Backend, string Name, string Driver, string ApiVersion, DeviceKind Kind, DeviceLimits Limits, DeviceFeatures Features)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Backend} {ApiVersion}, {Driver})";
}

/// <summary>How much of each thing a device takes.</summary>
public sealed record DeviceLimits
{
    /// <summary>Invocations of a workgroup, in all.</summary>
    public required int MaxWorkgroupInvocations { get; init; }

    /// <summary>Invocations of a workgroup along each axis.</summary>
    public required GridSize MaxWorkgroupSize { get; init; }

    /// <summary>Workgroups of a dispatch along each axis.</summary>
    public required GridSize MaxWorkgroupCount { get; init; }

    /// <summary>Bytes of workgroup memory.</summary>
    public required int MaxSharedMemoryBytes { get; init; }

    /// <summary>Storage buffers that a kernel may bind.</summary>
    public required int MaxStorageBuffers { get; init; }

    /// <summary>Images for writing that a kernel may bind.</summary>
    public required int MaxStorageImages { get; init; }

    /// <summary>Textures for reading that a kernel may bind.</summary>
    public required int MaxSampledTextures { get; init; }

    /// <summary>Bytes of one bound buffer range.</summary>
    public required long MaxStorageBufferBytes { get; init; }

    /// <summary>Texels of a buffer range that is read as such; 0 where the device cannot read one.</summary>
    public int MaxTexelBufferElements { get; init; }

    /// <summary>The offset of a bound buffer range is a multiple of this.</summary>
    public required int StorageBufferAlignment { get; init; }

    /// <summary>Texels of a texture along x and y.</summary>
    public required int MaxTextureExtent { get; init; }

    /// <summary>Layers of a texture array.</summary>
    public required int MaxTextureLayers { get; init; }
}

/// <summary>What a device can do beyond the minimum.</summary>
[Flags]
public enum DeviceFeatures
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Kernels may compute in half precision; on OpenGL ES at medium precision, and on the host in 32 bits, which are more.</summary>
    Float16Arithmetic = 1,

    /// <summary>Packed 4x8-bit dot products are instructions.</summary>
    IntegerDotProduct = 2,

    /// <summary>Timestamps around each command can be trusted.</summary>
    Timestamps = 4,

    /// <summary>Host and device share their memory: kernels read upload buffers as fast as device buffers.</summary>
    UnifiedMemory = 8,
}
