using GpuNet.Backends.Vulkan.Interop;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>The driver's cache of compiled pipelines, kept in a file from one run to the next if there is one.</summary>
internal sealed unsafe class PipelineCache
{
    private readonly VkDeviceCommands vk;
    private readonly VkDevice device;
    private readonly PipelineCacheFile? file;
    private readonly Action<string>? onMessage;
    private readonly byte[] loaded;

    public PipelineCache(VkDeviceCommands vk, VkDevice device, PipelineCacheFile? file, Action<string>? onMessage)
    {
        this.vk = vk;
        this.device = device;
        this.file = file;
        this.onMessage = onMessage;
        loaded = Load();
        fixed (byte* data = loaded)
        {
            var info = new VkPipelineCacheCreateInfo { initialDataSize = (nuint)loaded.Length, pInitialData = data };
            VkPipelineCache created;
            Check(vk.vkCreatePipelineCache(device, &info, null, &created));
            Handle = created;
        }
    }

    public VkPipelineCache Handle { get; }

    /// <summary>Saves it to its file, unless nothing was added. A failure is a message: the cache only saves time.</summary>
    public void Save()
    {
        if (file is null) return;
        try
        {
            nuint size = 0;
            Check(vk.vkGetPipelineCacheData(device, Handle, &size, null));
            var data = new byte[size];
            fixed (byte* first = data) Check(vk.vkGetPipelineCacheData(device, Handle, &size, first));
            var written = data.AsSpan(0, (int)size);
            if (!written.SequenceEqual(loaded)) file.Save(written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DeviceException)
        {
            onMessage?.Invoke($"The pipeline cache {file.Path} is not saved: {e.Message}");
        }
    }

    public void Destroy() => vk.vkDestroyPipelineCache(device, Handle, null);

    private byte[] Load()
    {
        try
        {
            if (file is null) return [];
            var data = file.Load(out var isForeign);
            if (isForeign) onMessage?.Invoke($"The pipeline cache {file.Path} is damaged or of another device or driver; it is made anew.");
            return data ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            onMessage?.Invoke($"The pipeline cache {file!.Path} is not read: {e.Message}");
            return [];
        }
    }
}
