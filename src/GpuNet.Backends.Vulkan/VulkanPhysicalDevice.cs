using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>A device of an instance, before it is opened: what it is, and what of it will be switched on.</summary>
internal sealed unsafe class VulkanPhysicalDevice
{
    private readonly HashSet<string> extensions;

    public VulkanPhysicalDevice(VulkanInstance instance, VkPhysicalDevice handle)
    {
        Instance = instance;
        Handle = handle;
        VkPhysicalDeviceProperties properties;
        Vk.vkGetPhysicalDeviceProperties(handle, &properties);
        Properties = properties;
        var version = new VulkanVersion(properties.apiVersion);
        Version = version < instance.ApiVersion ? version : instance.ApiVersion;
        VkPhysicalDeviceMemoryProperties memory;
        Vk.vkGetPhysicalDeviceMemoryProperties(handle, &memory);
        MemoryProperties = memory;
        extensions = ListExtensions();
        (QueueFamily, TimestampBits) = FindComputeQueue();
        Name = VkLoader.Text(properties.deviceName, 256);
        Problem = version < VulkanVersion.V1_1 ? $"{Name} has Vulkan {version}; 1.1 is the least."
            : QueueFamily is null ? $"{Name} has no compute queue."
            : null;
        if (Problem is not null) return;
        ReadFeatures();
        MaxAllocationBytes = ReadMaxAllocation();
    }

    public VulkanInstance Instance { get; }

    public VkPhysicalDevice Handle { get; }

    public string Name { get; }

    /// <summary>Why it cannot be used; null if it can.</summary>
    public string? Problem { get; }

    /// <summary>The version that both the instance and the device have.</summary>
    public VulkanVersion Version { get; }

    public VkPhysicalDeviceProperties Properties { get; }

    public VkPhysicalDeviceMemoryProperties MemoryProperties { get; }

    /// <summary>The first family of queues that computes; null if there is none.</summary>
    public uint? QueueFamily { get; }

    /// <summary>Valid bits of a timestamp; 0 where there are none.</summary>
    public int TimestampBits { get; }

    /// <summary>Bytes of one allocation, at most.</summary>
    public ulong MaxAllocationBytes { get; }

    public bool HasFloat16Arithmetic { get; private set; }

    public bool HasFloat16Storage { get; private set; }

    public bool HasIntegerDotProduct { get; private set; }

    private VkInstanceCommands Vk => Instance.Commands;

    public bool HasExtension(string extension) => extensions.Contains(extension);

    /// <summary>What users see of it.</summary>
    public DeviceInfo Describe() => new(
        VulkanBackend.BackendName, Name, DescribeDriver(), new VulkanVersion(Properties.apiVersion).ToString(), Kind(), Limits(), Features());

    /// <summary>How large an array of two-dimensional images of a format may be.</summary>
    public ImageLimits ImageLimits(VkFormat format, VkImageUsageFlagBits usage)
    {
        VkImageFormatProperties limits;
        Check(Vk.vkGetPhysicalDeviceImageFormatProperties(
            Handle, format, VkImageType.VK_IMAGE_TYPE_2D, VkImageTiling.VK_IMAGE_TILING_OPTIMAL, usage, 0, &limits));
        return new ImageLimits(
            Clamp(limits.maxExtent.width), Clamp(limits.maxExtent.height), Clamp(limits.maxArrayLayers), limits.maxResourceSize);
    }

    private static int Clamp(ulong value) => (int)Math.Min(value, int.MaxValue);

    private HashSet<string> ListExtensions()
    {
        uint count = 0;
        Check(Vk.vkEnumerateDeviceExtensionProperties(Handle, null, &count, null));
        var properties = new VkExtensionProperties[count];
        var names = new HashSet<string>();
        fixed (VkExtensionProperties* first = properties)
        {
            Check(Vk.vkEnumerateDeviceExtensionProperties(Handle, null, &count, first));
            for (var i = 0; i < count; i++) names.Add(VkLoader.Text(first[i].extensionName, 256));
        }

        return names;
    }

    private (uint? Family, int TimestampBits) FindComputeQueue()
    {
        uint count = 0;
        Vk.vkGetPhysicalDeviceQueueFamilyProperties(Handle, &count, null);
        var families = new VkQueueFamilyProperties[count];
        fixed (VkQueueFamilyProperties* first = families) Vk.vkGetPhysicalDeviceQueueFamilyProperties(Handle, &count, first);
        var family = Array.FindIndex(families, f => f.queueFlags.HasFlag(VkQueueFlagBits.VK_QUEUE_COMPUTE_BIT));
        return family < 0 ? (null, 0) : ((uint)family, (int)families[family].timestampValidBits);
    }

    private void ReadFeatures()
    {
        // Structures that a driver does not know must not be chained.
        var half = new VkPhysicalDeviceShaderFloat16Int8Features();
        var dot = new VkPhysicalDeviceShaderIntegerDotProductFeatures();
        var storage = new VkPhysicalDevice16BitStorageFeatures();
        var features = new VkPhysicalDeviceFeatures2 { pNext = &storage };
        if (Version >= VulkanVersion.V1_2 || HasExtension("VK_KHR_shader_float16_int8"))
        {
            half.pNext = features.pNext;
            features.pNext = &half;
        }

        if (Version >= VulkanVersion.V1_3 || HasExtension("VK_KHR_shader_integer_dot_product"))
        {
            dot.pNext = features.pNext;
            features.pNext = &dot;
        }

        Vk.vkGetPhysicalDeviceFeatures2(Handle, &features);
        HasFloat16Arithmetic = half.shaderFloat16 != 0;
        HasFloat16Storage = storage.storageBuffer16BitAccess != 0;
        HasIntegerDotProduct = dot.shaderIntegerDotProduct != 0;
    }

    private ulong ReadMaxAllocation()
    {
        var maintenance = new VkPhysicalDeviceMaintenance3Properties();
        var properties = new VkPhysicalDeviceProperties2 { pNext = &maintenance };
        Vk.vkGetPhysicalDeviceProperties2(Handle, &properties);
        return maintenance.maxMemoryAllocationSize;
    }

    private string DescribeDriver()
    {
        if (Version < VulkanVersion.V1_2) return $"driver {new VulkanVersion(Properties.driverVersion)}";
        var driver = new VkPhysicalDeviceDriverProperties();
        var properties = new VkPhysicalDeviceProperties2 { pNext = &driver };
        Vk.vkGetPhysicalDeviceProperties2(Handle, &properties);
        return $"{VkLoader.Text(driver.driverName, 256)} {VkLoader.Text(driver.driverInfo, 256)}".Trim();
    }

    private DeviceKind Kind() => Properties.deviceType switch
    {
        VkPhysicalDeviceType.VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU => DeviceKind.DiscreteGpu,
        VkPhysicalDeviceType.VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU => DeviceKind.IntegratedGpu,
        VkPhysicalDeviceType.VK_PHYSICAL_DEVICE_TYPE_CPU => DeviceKind.Software,
        _ => DeviceKind.OtherGpu,
    };

    private DeviceFeatures Features() =>
        (HasFloat16Arithmetic ? DeviceFeatures.Float16Arithmetic : 0)
        | (HasIntegerDotProduct ? DeviceFeatures.IntegerDotProduct : 0)
        | (TimestampBits > 0 && Properties.limits.timestampPeriod > 0 ? DeviceFeatures.Timestamps : 0)
        | (UploadsToDeviceMemory() ? DeviceFeatures.UnifiedMemory : 0);

    // A card may have a window of its memory for the host, which is better left to what changes with every run.
    private bool UploadsToDeviceMemory()
    {
        if (Kind() is DeviceKind.DiscreteGpu) return false;
        var memory = MemoryProperties;
        var type = MemoryUse.For(BufferPlacement.Upload).Choose(((ReadOnlySpan<VkMemoryType>)memory.memoryTypes)[..(int)memory.memoryTypeCount], uint.MaxValue);
        return type >= 0 && memory.memoryTypes[type].propertyFlags.HasFlag(VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT);
    }

    private DeviceLimits Limits()
    {
        var limits = Properties.limits;
        return new DeviceLimits
        {
            MaxWorkgroupInvocations = Clamp(limits.maxComputeWorkGroupInvocations),
            MaxWorkgroupSize = Grid(limits.maxComputeWorkGroupSize),
            MaxWorkgroupCount = Grid(limits.maxComputeWorkGroupCount),
            MaxSharedMemoryBytes = Clamp(limits.maxComputeSharedMemorySize),
            MaxStorageBuffers = Clamp(Math.Min(limits.maxPerStageDescriptorStorageBuffers, limits.maxPerStageResources)),
            MaxStorageImages = Clamp(Math.Min(limits.maxPerStageDescriptorStorageImages, limits.maxPerStageResources)),
            MaxSampledTextures = Clamp(Math.Min(limits.maxPerStageDescriptorSampledImages, limits.maxPerStageResources)),
            MaxStorageBufferBytes = limits.maxStorageBufferRange,
            MaxTexelBufferElements = Clamp(limits.maxTexelBufferElements),
            StorageBufferAlignment = Clamp(Math.Max(limits.minStorageBufferOffsetAlignment, limits.minTexelBufferOffsetAlignment)),
            MaxTextureExtent = Clamp(limits.maxImageDimension2D),
            MaxTextureLayers = Clamp(limits.maxImageArrayLayers),
        };
    }

    private static GridSize Grid(uint* extents) => new(Clamp(extents[0]), Clamp(extents[1]), Clamp(extents[2]));
}

/// <summary>How large an array of two-dimensional images may be.</summary>
/// <param name="Width">Texels along x.</param>
/// <param name="Height">Texels along y.</param>
/// <param name="Layers">Array layers.</param>
/// <param name="Bytes">Bytes in all.</param>
internal readonly record struct ImageLimits(int Width, int Height, int Layers, ulong Bytes);
