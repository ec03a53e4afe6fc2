using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Vulkan;

/// <summary>Checks commands and binds them to the objects of a device.</summary>
/// <param name="device">The device.</param>
/// <param name="descriptors">Where descriptor sets come from; null if no command is a dispatch.</param>
internal sealed class CommandBinder(VulkanDevice device, DescriptorPool? descriptors)
{
    private readonly HashSet<VulkanObject> used = [];

    /// <summary>What the commands bound so far use.</summary>
    public IReadOnlyCollection<VulkanObject> Used => used;

    /// <summary>Binds one command.</summary>
    /// <exception cref="ArgumentException">It is not well formed, or uses objects of another device.</exception>
    /// <exception cref="DeviceException">It is above a limit of the device.</exception>
    public CommandStep Bind(DeviceCommand command) => command switch
    {
        DispatchCommand dispatch => Bind(dispatch),
        CopyBufferCommand copy => Bind(copy),
        CopyToTextureCommand copy => Bind(copy),
        BarrierCommand => new BarrierStep(),
        null => throw new ArgumentException("A command is null."),
        _ => throw new ArgumentException($"The command {command.GetType().Name} is unknown."),
    };

    private DispatchStep Bind(DispatchCommand dispatch)
    {
        var pipeline = Own<VulkanPipeline>(dispatch.Pipeline, dispatch.Label);
        var (bindings, uniforms) = (pipeline.Request.Variant.Bindings, pipeline.Request.Variant.Kernel.Uniforms);
        if (dispatch.Uniforms.Count != uniforms.Count)
            throw new ArgumentException($"{dispatch.Label}: {pipeline.Name} takes {uniforms.Count} uniforms, not {dispatch.Uniforms.Count}.");
        if (dispatch.Resources.Count != bindings.Count)
            throw new ArgumentException($"{dispatch.Label}: {pipeline.Name} binds {bindings.Count} resources, not {dispatch.Resources.Count}.");
        CheckGroups(dispatch);

        var bound = new BoundResource[bindings.Count];
        for (var i = 0; i < bound.Length; i++)
        {
            var (resource, label) = (dispatch.Resources[i], dispatch.Label);
            if (bindings[i] == BindingType.StorageBuffer) bound[i].Buffer = BindBuffer(resource, label);
            else if (bindings[i] == BindingType.TexelBuffer) bound[i].Texels = BindTexels(resource, label);
            else bound[i].Image = BindImage(resource, label);
        }

        return new DispatchStep(pipeline, descriptors!.Allocate(pipeline.Layout.Set, bindings, bound), [.. dispatch.Uniforms], dispatch.Groups);
    }

    private CopyBufferStep Bind(CopyBufferCommand copy)
    {
        var (source, destination) = (OwnRange(copy.Source, "copy"), OwnRange(copy.Destination, "copy"));
        if (copy.Source.ByteLength != copy.Destination.ByteLength)
        {
            throw new ArgumentException(
                $"{source.Name} to {destination.Name}: {copy.Source.ByteLength} bytes do not make {copy.Destination.ByteLength}.");
        }

        if (source == destination && Math.Abs(copy.Source.Offset - copy.Destination.Offset) < copy.Source.ByteLength)
            throw new ArgumentException($"{source.Name}: the copied range overlaps its destination.");
        return new CopyBufferStep(source.Handle, destination.Handle, new VkBufferCopy
        {
            srcOffset = (ulong)copy.Source.Offset,
            dstOffset = (ulong)copy.Destination.Offset,
            size = (ulong)copy.Source.ByteLength,
        });
    }

    private CopyToTextureStep Bind(CopyToTextureCommand copy)
    {
        var source = OwnRange(copy.Source, "copy");
        var texture = Own<VulkanTexture>(copy.Destination, "copy");
        if (copy.Source.ByteLength != texture.ByteLength)
            throw new ArgumentException($"{source.Name} to {texture.Name}: {copy.Source.ByteLength} bytes do not make {texture.ByteLength}.");
        if (copy.Source.Offset % texture.Format.ByteLength() != 0)
            throw new ArgumentException($"{source.Name} to {texture.Name}: offset {copy.Source.Offset} is not a multiple of a texel's bytes.");
        return new CopyToTextureStep(source.Handle, texture.Image, new VkBufferImageCopy
        {
            bufferOffset = (ulong)copy.Source.Offset,
            imageSubresource = new VkImageSubresourceLayers
            {
                aspectMask = VkImageAspectFlagBits.VK_IMAGE_ASPECT_COLOR_BIT,
                layerCount = (uint)texture.Layers,
            },
            imageExtent = new VkExtent3D { width = (uint)texture.Width, height = (uint)texture.Height, depth = 1 },
        });
    }

    private void CheckGroups(DispatchCommand dispatch)
    {
        var (groups, most) = (dispatch.Groups, device.Info.Limits.MaxWorkgroupCount);
        if (groups.X < 1 || groups.Y < 1 || groups.Z < 1)
            throw new ArgumentException($"{dispatch.Label}: {groups} workgroups are none.");
        if (groups.X > most.X || groups.Y > most.Y || groups.Z > most.Z)
            throw new DeviceException($"{dispatch.Label}: {groups} workgroups are more than {device.Info.Name} takes, {most}.");
    }

    private VkDescriptorBufferInfo BindBuffer(DeviceResource resource, string label)
    {
        if (resource?.Range is not { } range)
            throw new ArgumentException($"{label}: {resource?.Name ?? "a resource"} has no buffer.");
        var buffer = OwnRange(range, label);
        var limits = device.Info.Limits;
        if (range.Offset % limits.StorageBufferAlignment != 0)
        {
            throw new DeviceException(
                $"{label}: {resource.Name} lies at {range.Offset} in {buffer.Name}; {device.Info.Name} takes multiples of {limits.StorageBufferAlignment}.");
        }

        if (range.ByteLength > limits.MaxStorageBufferBytes)
        {
            throw new DeviceException(
                $"{label}: {resource.Name} takes {range.ByteLength} bytes; {device.Info.Name} binds at most {limits.MaxStorageBufferBytes}.");
        }

        return new VkDescriptorBufferInfo { buffer = buffer.Handle, offset = (ulong)range.Offset, range = (ulong)range.ByteLength };
    }

    private VkBufferView BindTexels(DeviceResource resource, string label)
    {
        var bound = BindBuffer(resource, label);
        if (resource is not DeviceTensor tensor) throw new ArgumentException($"{label}: {resource.Name} has no texels.");
        var (range, most) = (resource.Range!.Value, device.Info.Limits.MaxTexelBufferElements);
        if (range.ByteLength / tensor.Format.ByteLength() > most)
            throw new DeviceException($"{label}: {resource.Name} takes {range.ByteLength} bytes; {device.Info.Name} reads at most {most} texels of a buffer.");
        return descriptors!.View(bound.buffer, VulkanTexture.FormatOf(tensor.Format), range);
    }

    private VkDescriptorImageInfo BindImage(DeviceResource resource, string label)
    {
        if (resource is not DeviceTensor { Texture: { } bound })
            throw new ArgumentException($"{label}: {resource?.Name ?? "a resource"} has no texture.");
        var texture = Own<VulkanTexture>(bound, label);
        return new VkDescriptorImageInfo { imageView = texture.View, imageLayout = VkImageLayout.VK_IMAGE_LAYOUT_GENERAL };
    }

    private VulkanBuffer OwnRange(BufferRange range, string label)
    {
        var buffer = Own<VulkanBuffer>(range.Buffer, label);
        if (range.ByteLength < 1 || range.Offset < 0 || range.Offset > buffer.ByteLength - range.ByteLength)
        {
            throw new ArgumentException(
                $"{label}: {range.ByteLength} bytes at {range.Offset} lie outside {buffer.Name} of {buffer.ByteLength} bytes.");
        }

        return buffer;
    }

    private T Own<T>(IDisposable item, string label)
        where T : VulkanObject
    {
        if (item is not T own || own.Device != device)
            throw new ArgumentException($"{label}: {(item as VulkanObject)?.Name ?? item?.GetType().Name ?? "null"} is not of {device.Info.Name}.");
        own.ThrowIfDisposed();
        used.Add(own);
        return own;
    }
}
