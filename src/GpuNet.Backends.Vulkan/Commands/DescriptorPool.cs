using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Devices;
using GpuNet.Shaders;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>What a shader finds at one binding.</summary>
internal struct BoundResource
{
    public VkDescriptorBufferInfo Buffer;
    public VkDescriptorImageInfo Image;
    public VkBufferView Texels;
}

/// <summary>The descriptor sets of one command list, made once and as many as it needs, and the views of buffers in them.</summary>
internal sealed unsafe class DescriptorPool
{
    private readonly VkDeviceCommands vk;
    private readonly VkDevice device;
    private readonly VkDescriptorPool handle;
    private readonly List<VkBufferView> views = [];

    /// <param name="vk">The device's commands.</param>
    /// <param name="device">The device.</param>
    /// <param name="sets">What each set binds; at least one set.</param>
    public DescriptorPool(VkDeviceCommands vk, VkDevice device, IReadOnlyCollection<IReadOnlyList<BindingType>> sets)
    {
        this.vk = vk;
        this.device = device;

        // A pool must have room for something, even if no kernel binds anything.
        var sizes = sets.SelectMany(bindings => bindings).CountBy(PipelineLayouts.DescriptorType)
            .Select(type => new VkDescriptorPoolSize { type = type.Key, descriptorCount = (uint)type.Value })
            .DefaultIfEmpty(new VkDescriptorPoolSize { type = VkDescriptorType.VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, descriptorCount = 1 })
            .ToArray();
        fixed (VkDescriptorPoolSize* first = sizes)
        {
            var info = new VkDescriptorPoolCreateInfo { maxSets = (uint)sets.Count, poolSizeCount = (uint)sizes.Length, pPoolSizes = first };
            VkDescriptorPool created;
            Check(vk.vkCreateDescriptorPool(device, &info, null, &created));
            handle = created;
        }
    }

    /// <summary>Makes a set; resource i is binding i.</summary>
    public VkDescriptorSet Allocate(VkDescriptorSetLayout layout, IReadOnlyList<BindingType> bindings, BoundResource[] resources)
    {
        var info = new VkDescriptorSetAllocateInfo { descriptorPool = handle, descriptorSetCount = 1, pSetLayouts = &layout };
        VkDescriptorSet set;
        Check(vk.vkAllocateDescriptorSets(device, &info, &set));
        var writes = new VkWriteDescriptorSet[resources.Length];
        fixed (BoundResource* bound = resources)
        fixed (VkWriteDescriptorSet* first = writes)
        {
            for (var i = 0; i < writes.Length; i++)
            {
                writes[i] = new VkWriteDescriptorSet
                {
                    dstSet = set,
                    dstBinding = (uint)i,
                    descriptorCount = 1,
                    descriptorType = PipelineLayouts.DescriptorType(bindings[i]),
                    pBufferInfo = &bound[i].Buffer,
                    pImageInfo = &bound[i].Image,
                    pTexelBufferView = &bound[i].Texels,
                };
            }

            vk.vkUpdateDescriptorSets(device, (uint)writes.Length, first, 0, null);
        }

        return set;
    }

    /// <summary>Makes a view of a range of a buffer as texels; it lives as long as the pool.</summary>
    public VkBufferView View(VkBuffer buffer, VkFormat format, BufferRange range)
    {
        var info = new VkBufferViewCreateInfo
        {
            buffer = buffer,
            format = format,
            offset = (ulong)range.Offset,
            range = (ulong)range.ByteLength,
        };
        VkBufferView view;
        Check(vk.vkCreateBufferView(device, &info, null, &view));
        views.Add(view);
        return view;
    }

    public void Destroy()
    {
        vk.vkDestroyDescriptorPool(device, handle, null);
        foreach (var view in views) vk.vkDestroyBufferView(device, view, null);
    }
}
