using GpuNet.Backends.Metal.Interop;
using GpuNet.Devices;

namespace GpuNet.Backends.Metal;

/// <summary>What a device is, as users see it. Limits that Metal does not tell are those of its feature set tables.</summary>
internal static class MetalDeviceInfo
{
    /// <summary>Buffers that a kernel binds, on every device.</summary>
    private const int MaxBuffers = 31;

    /// <summary>Textures that a kernel writes, of those it binds: what the oldest devices take.</summary>
    private const int MaxWrittenTextures = 8;

    /// <summary>Kernels take positions as signed 32-bit numbers, so an axis has less than 2^31 threads, in groups of at most 1024.</summary>
    private const int MaxGroupsOfAxis = (1 << 21) - 1;

    /// <summary>Threads of a threadgroup along z; some devices take more.</summary>
    private const int MaxThreadsAlongZ = 64;

    /// <summary>The largest type that a kernel reads from a buffer has 16 bytes, and its offset must be a multiple.</summary>
    private const int BufferAlignment = 16;

    /// <summary>Why a device cannot be used; null if it can.</summary>
    public static string? Problem(MTLDevice device)
    {
        using var probe = new RetainedObject(device.NewSharedEvent());
        return new MTLSharedEvent(probe.Pointer).CanWait ? null : $"{device.Name} needs macOS 12 or iOS 15, where the host can wait for an event.";
    }

    /// <summary>Describes a device without a problem.</summary>
    public static DeviceInfo Describe(MTLDevice device) => new(
        MetalBackend.BackendName,
        device.Name,
        MetalPlatforms.System,
        device.Supports(MTLGPUFamily.Metal4) ? "4" : device.Supports(MTLGPUFamily.Metal3) ? "3" : "2",
        device.HasUnifiedMemory ? DeviceKind.IntegratedGpu : DeviceKind.DiscreteGpu,
        Limits(device),
        DeviceFeatures.Float16Arithmetic | DeviceFeatures.Timestamps | (device.HasUnifiedMemory ? DeviceFeatures.UnifiedMemory : 0));

    private static DeviceLimits Limits(MTLDevice device)
    {
        var isMac = device.Supports(MTLGPUFamily.Mac2);
        var threads = isMac || device.Supports(MTLGPUFamily.Apple4) ? 1024 : 512;
        var textures = isMac || device.Supports(MTLGPUFamily.Apple6) ? 128 : device.Supports(MTLGPUFamily.Apple4) ? 96 : 31;
        return new DeviceLimits
        {
            MaxWorkgroupInvocations = threads,
            MaxWorkgroupSize = new GridSize(threads, threads, MaxThreadsAlongZ),
            MaxWorkgroupCount = new GridSize(MaxGroupsOfAxis, MaxGroupsOfAxis, MaxGroupsOfAxis),
            MaxSharedMemoryBytes = Clamp(device.MaxThreadgroupMemoryLength),
            MaxStorageBuffers = MaxBuffers,
            MaxStorageImages = MaxWrittenTextures,
            MaxSampledTextures = textures - MaxWrittenTextures,
            MaxStorageBufferBytes = (long)Math.Min(device.MaxBufferLength, long.MaxValue),
            StorageBufferAlignment = BufferAlignment,
            MaxTextureExtent = isMac || device.Supports(MTLGPUFamily.Apple3) ? 16384 : 8192,
            MaxTextureLayers = 2048,
        };
    }

    private static int Clamp(nuint value) => (int)Math.Min(value, int.MaxValue);
}
