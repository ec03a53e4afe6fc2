using GpuNet.Devices;

namespace GpuNet.Host;

/// <summary>The limits of the host device: those of a roomy GPU, so that what runs on the host is no stranger to GPUs.</summary>
internal static class HostLimits
{
    public const int WorkgroupInvocations = 1024;

    /// <summary>What the kernel language allows, which is the least that OpenGL ES 3.1 guarantees.</summary>
    public const int SharedMemoryBytes = 16 * 1024;

    private const int WorkgroupCount = 65535;

    public static DeviceLimits All { get; } = new()
    {
        MaxWorkgroupInvocations = WorkgroupInvocations,
        MaxWorkgroupSize = new GridSize(WorkgroupInvocations, WorkgroupInvocations, WorkgroupInvocations),
        MaxWorkgroupCount = new GridSize(WorkgroupCount, WorkgroupCount, WorkgroupCount),
        MaxSharedMemoryBytes = SharedMemoryBytes,
        MaxStorageBuffers = 32,
        MaxStorageImages = 32,
        MaxSampledTextures = 32,
        MaxStorageBufferBytes = int.MaxValue,
        StorageBufferAlignment = 64,
        MaxTextureExtent = 16384,
        MaxTextureLayers = 2048,
    };

    /// <summary>Whether a workgroup of <paramref name="size"/> can run.</summary>
    public static bool AllowWorkgroup(GridSize size) => IsWithin(size, All.MaxWorkgroupSize) && size.Count <= WorkgroupInvocations;

    /// <summary>Whether a dispatch of <paramref name="groups"/> workgroups can run.</summary>
    public static bool AllowGroups(GridSize groups) => IsWithin(groups, All.MaxWorkgroupCount);

    private static bool IsWithin(GridSize size, GridSize limit) =>
        size.X >= 1 && size.Y >= 1 && size.Z >= 1 && size.X <= limit.X && size.Y <= limit.Y && size.Z <= limit.Z;
}
