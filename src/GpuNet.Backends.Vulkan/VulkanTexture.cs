using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>An array of two-dimensional images. It is in the GENERAL layout from creation to the end.</summary>
internal sealed unsafe class VulkanTexture : VulkanObject, IDeviceTexture
{
    private const VkImageUsageFlagBits Usage = VkImageUsageFlagBits.VK_IMAGE_USAGE_STORAGE_BIT
        | VkImageUsageFlagBits.VK_IMAGE_USAGE_SAMPLED_BIT
        | VkImageUsageFlagBits.VK_IMAGE_USAGE_TRANSFER_DST_BIT;

    private readonly MemorySlice? memory;

    public VulkanTexture(VulkanDevice device, string name, int width, int height, int layers, TexelFormat format)
        : base(device, name)
    {
        Width = width;
        Height = height;
        Layers = layers;
        Format = format;
        try
        {
            CheckLimits();
            Image = CreateImage();
            VkMemoryRequirements requirements;
            Vk.vkGetImageMemoryRequirements(device.Handle, Image, &requirements);
            var slice = device.Memory.Allocate(name, requirements, MemoryUse.Device, forImage: true);
            memory = slice;
            Check(Vk.vkBindImageMemory(device.Handle, Image, slice.Block.Memory, slice.Offset));
            View = CreateView();
            device.SetName(VkObjectType.VK_OBJECT_TYPE_IMAGE, Image.Value, name);
            device.RunOnce(TransitionToGeneral);
            Register();
        }
        catch
        {
            Release();
            throw;
        }
    }

    public VkImage Image { get; }

    public VkImageView View { get; }

    public int Width { get; }

    public int Height { get; }

    public int Layers { get; }

    public TexelFormat Format { get; }

    /// <summary>Bytes of its texels without padding.</summary>
    public long ByteLength => (long)Width * Height * Layers * Format.ByteLength();

    private VkFormat VkFormat => FormatOf(Format);

    /// <summary>Vulkan's name of a format.</summary>
    public static VkFormat FormatOf(TexelFormat format) => format switch
    {
        TexelFormat.Float32 => VkFormat.VK_FORMAT_R32G32B32A32_SFLOAT,
        TexelFormat.Float16 => VkFormat.VK_FORMAT_R16G16B16A16_SFLOAT,
        TexelFormat.Int8 => VkFormat.VK_FORMAT_R32_UINT,
        TexelFormat.Int32 => VkFormat.VK_FORMAT_R32G32B32A32_SINT,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such texel format."),
    };

    private VkImageSubresourceRange AllLayers => new()
    {
        aspectMask = VkImageAspectFlagBits.VK_IMAGE_ASPECT_COLOR_BIT,
        levelCount = 1,
        layerCount = (uint)Layers,
    };

    protected override void DestroyObjects()
    {
        Vk.vkDestroyImageView(Device.Handle, View, null);
        Vk.vkDestroyImage(Device.Handle, Image, null);
        if (memory is { } slice) Device.Memory.Free(slice);
    }

    private void CheckLimits()
    {
        var limits = Device.Physical.ImageLimits(VkFormat, Usage);
        CheckLimit("wide", Width, limits.Width);
        CheckLimit("high", Height, limits.Height);
        CheckLimit("layers deep", Layers, limits.Layers);
        var bytes = (UInt128)(uint)Width * (uint)Height * (uint)Layers * (uint)Format.ByteLength();
        if (bytes > limits.Bytes) throw new DeviceException($"{Name} takes {bytes} bytes; {Device.Info.Name} has textures of at most {limits.Bytes}.");
        Device.Memory.CheckSize(Name, (ulong)bytes);
    }

    private void CheckLimit(string extent, int value, int limit)
    {
        if (value > limit) throw new DeviceException($"{Name} is {value} {extent}; {Device.Info.Name} has textures of at most {limit}.");
    }

    private VkImage CreateImage()
    {
        var info = new VkImageCreateInfo
        {
            imageType = VkImageType.VK_IMAGE_TYPE_2D,
            format = VkFormat,
            extent = new VkExtent3D { width = (uint)Width, height = (uint)Height, depth = 1 },
            mipLevels = 1,
            arrayLayers = (uint)Layers,
            samples = VkSampleCountFlagBits.VK_SAMPLE_COUNT_1_BIT,
            tiling = VkImageTiling.VK_IMAGE_TILING_OPTIMAL,
            usage = Usage,
            initialLayout = VkImageLayout.VK_IMAGE_LAYOUT_UNDEFINED,
        };
        VkImage created;
        Check(Vk.vkCreateImage(Device.Handle, &info, null, &created));
        return created;
    }

    private VkImageView CreateView()
    {
        var info = new VkImageViewCreateInfo
        {
            image = Image,
            viewType = VkImageViewType.VK_IMAGE_VIEW_TYPE_2D_ARRAY,
            format = VkFormat,
            subresourceRange = AllLayers,
        };
        VkImageView created;
        Check(Vk.vkCreateImageView(Device.Handle, &info, null, &created));
        return created;
    }

    private void TransitionToGeneral(VkCommandBuffer commands)
    {
        var barrier = new VkImageMemoryBarrier
        {
            dstAccessMask = CommandBarriers.AllAccess,
            oldLayout = VkImageLayout.VK_IMAGE_LAYOUT_UNDEFINED,
            newLayout = VkImageLayout.VK_IMAGE_LAYOUT_GENERAL,
            srcQueueFamilyIndex = uint.MaxValue,
            dstQueueFamilyIndex = uint.MaxValue,
            image = Image,
            subresourceRange = AllLayers,
        };
        Vk.vkCmdPipelineBarrier(
            commands, VkPipelineStageFlagBits.VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, CommandBarriers.Stages, 0, 0, null, 0, null, 1, &barrier);
    }
}
