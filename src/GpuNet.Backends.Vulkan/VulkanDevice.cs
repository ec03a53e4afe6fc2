using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Vulkan;

/// <summary>One logical device with one compute queue.</summary>
internal sealed unsafe class VulkanDevice : ReferenceCounted, IDevice
{
    private readonly VulkanInstance instance;
    private readonly HashSet<VulkanObject> children = [];
    private readonly Lock gate = new();

    /// <param name="instance">The instance, which the device disposes; the caller does if this constructor fails.</param>
    /// <param name="physical">One of its devices, without a problem.</param>
    /// <param name="info">Its description.</param>
    /// <param name="options">How to open it.</param>
    public VulkanDevice(VulkanInstance instance, VulkanPhysicalDevice physical, DeviceInfo info, VulkanOptions options)
        : base(info.Name)
    {
        this.instance = instance;
        Physical = physical;
        Info = info;
        QueueFamily = physical.QueueFamily!.Value;
        Handle = LogicalDevice.Create(physical);
        Commands = new VkDeviceCommands(
            Handle, (delegate* unmanaged<VkDevice, byte*, void*>)instance.Commands.vkGetDeviceProcAddr);
        try
        {
            Queue = new VulkanQueue(Commands, Handle, QueueFamily);
            Memory = new VulkanMemory(Commands, Handle, physical);
            Layouts = new PipelineLayouts(Commands, Handle);
            PipelineCache = new PipelineCache(Commands, Handle, CacheFile(options), options.OnMessage);
        }
        catch
        {
            Commands.vkDestroyDevice(Handle, null);
            throw;
        }
    }

    public DeviceInfo Info { get; }

    public VulkanPhysicalDevice Physical { get; }

    public VkDevice Handle { get; }

    public VkDeviceCommands Commands { get; }

    public uint QueueFamily { get; }

    public VulkanQueue Queue { get; }

    public VulkanMemory Memory { get; }

    public PipelineLayouts Layouts { get; }

    public PipelineCache PipelineCache { get; }

    public IDeviceBuffer CreateBuffer(string name, long byteLength, BufferPlacement placement)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(byteLength, 1);
        return new VulkanBuffer(this, name, byteLength, placement);
    }

    public IDeviceTexture CreateTexture(string name, int width, int height, int layers, TexelFormat format)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return new VulkanTexture(this, name, width, height, layers, format);
    }

    public IPipeline CreatePipeline(PipelineRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new VulkanPipeline(this, request);
    }

    public ICommandList Record(IReadOnlyList<DeviceCommand> commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        return new VulkanCommandList(this, commands);
    }

    /// <summary>Records commands, runs them once and waits for them.</summary>
    public void RunOnce(Action<VkCommandBuffer> record)
    {
        var pool = new CommandPool(Commands, Handle, QueueFamily);
        try
        {
            var commands = pool.Record(VkCommandBufferUsageFlagBits.VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT, record);
            Queue.Submit(commands, pool.Fence);
            Queue.Wait(pool.Fence, Name);
        }
        finally
        {
            pool.Destroy();
        }
    }

    /// <summary>Gives an object a name for the messages of the validation layer.</summary>
    public void SetName(VkObjectType type, ulong handle, string name)
    {
        if (!instance.Validates) return;
        var utf8 = new byte[System.Text.Encoding.UTF8.GetMaxByteCount(name.Length) + 1];
        System.Text.Encoding.UTF8.GetBytes(name, utf8);
        fixed (byte* text = utf8)
        {
            var info = new VkDebugUtilsObjectNameInfoEXT { objectType = type, objectHandle = handle, pObjectName = text };
            VkCheck.Check(Commands.vkSetDebugUtilsObjectNameEXT(Handle, &info));
        }
    }

    /// <summary>Takes an object to dispose with the device.</summary>
    public void Register(VulkanObject child)
    {
        lock (gate)
        {
            ThrowIfDisposed();
            children.Add(child);
        }
    }

    /// <summary>Forgets an object that is disposed.</summary>
    public void Forget(VulkanObject child)
    {
        lock (gate) children.Remove(child);
    }

    protected override void OnDispose()
    {
        VulkanObject[] left;
        lock (gate) left = [.. children];
        foreach (var child in left) child.Dispose();
    }

    protected override void Destroy()
    {
        // A device that is lost answers so here; it is destroyed all the same.
        _ = Queue.WaitIdle();
        PipelineCache.Save();
        PipelineCache.Destroy();
        Layouts.Destroy();
        Memory.Destroy();
        Commands.vkDestroyDevice(Handle, null);
        instance.Dispose();
    }

    private PipelineCacheFile? CacheFile(VulkanOptions options)
    {
        if (options.CacheFolder is not { } folder) return null;
        var properties = Physical.Properties;
        return new PipelineCacheFile(
            PipelineCacheFile.PathIn(folder, properties.vendorID, properties.deviceID),
            properties.vendorID,
            properties.deviceID,
            new ReadOnlySpan<byte>(properties.pipelineCacheUUID, 16).ToArray());
    }
}
