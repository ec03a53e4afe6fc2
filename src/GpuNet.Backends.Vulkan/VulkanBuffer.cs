using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>A storage buffer, whose ranges may be read as texels, too.</summary>
internal sealed unsafe class VulkanBuffer : VulkanObject, IDeviceBuffer
{
    private const VkBufferUsageFlagBits Usage = VkBufferUsageFlagBits.VK_BUFFER_USAGE_STORAGE_BUFFER_BIT
        | VkBufferUsageFlagBits.VK_BUFFER_USAGE_UNIFORM_TEXEL_BUFFER_BIT
        | VkBufferUsageFlagBits.VK_BUFFER_USAGE_TRANSFER_SRC_BIT
        | VkBufferUsageFlagBits.VK_BUFFER_USAGE_TRANSFER_DST_BIT;

    private readonly MemorySlice? memory;

    public VulkanBuffer(VulkanDevice device, string name, long byteLength, BufferPlacement placement)
        : base(device, name)
    {
        ByteLength = byteLength;
        Placement = placement;
        try
        {
            device.Memory.CheckSize(name, (ulong)byteLength);
            var info = new VkBufferCreateInfo { size = (ulong)byteLength, usage = Usage };
            VkBuffer created;
            Check(Vk.vkCreateBuffer(device.Handle, &info, null, &created));
            Handle = created;
            VkMemoryRequirements requirements;
            Vk.vkGetBufferMemoryRequirements(device.Handle, Handle, &requirements);
            var slice = device.Memory.Allocate(name, requirements, MemoryUse.For(placement), forImage: false);
            memory = slice;
            Check(Vk.vkBindBufferMemory(device.Handle, Handle, slice.Block.Memory, slice.Offset));
            device.SetName(VkObjectType.VK_OBJECT_TYPE_BUFFER, Handle.Value, name);
            Register();
        }
        catch
        {
            Release();
            throw;
        }
    }

    public VkBuffer Handle { get; }

    public long ByteLength { get; }

    public BufferPlacement Placement { get; }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        Retain();
        try
        {
            source.CopyTo(Mapped(BufferPlacement.Upload, offset, source.Length));
            var slice = memory!.Value;
            slice.Block.Flush(slice.Offset + (ulong)offset, (ulong)source.Length);
        }
        finally
        {
            Release();
        }
    }

    public void Read(Span<byte> destination, long offset)
    {
        Retain();
        try
        {
            var source = Mapped(BufferPlacement.Readback, offset, destination.Length);
            var slice = memory!.Value;
            slice.Block.Invalidate(slice.Offset + (ulong)offset, (ulong)destination.Length);
            source.CopyTo(destination);
        }
        finally
        {
            Release();
        }
    }

    protected override void DestroyObjects()
    {
        Vk.vkDestroyBuffer(Device.Handle, Handle, null);
        if (memory is { } slice) Device.Memory.Free(slice);
    }

    private Span<byte> Mapped(BufferPlacement placement, long offset, int length)
    {
        if (Placement != placement)
            throw new InvalidOperationException($"{Name} is a buffer of placement {Placement}; this needs {placement}.");
        if (offset < 0 || offset > ByteLength - length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{length} bytes do not fit into {Name} of {ByteLength} bytes there.");
        return new Span<byte>(memory!.Value.Address + offset, length);
    }
}
