using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Shaders;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>The layout of a pipeline's one descriptor set, and the pipeline layout that holds it and the range of the uniforms.</summary>
internal readonly record struct PipelineLayout(VkDescriptorSetLayout Set, VkPipelineLayout Pipeline);

/// <summary>The layouts of a device: kernels that bind alike share one. Thread-safe.</summary>
internal sealed unsafe class PipelineLayouts(VkDeviceCommands vk, VkDevice device)
{
    /// <summary>Where resources and uniforms are seen.</summary>
    public const VkShaderStageFlagBits Stages = VkShaderStageFlagBits.VK_SHADER_STAGE_COMPUTE_BIT;

    private readonly Dictionary<string, PipelineLayout> layouts = [];
    private readonly Lock gate = new();

    /// <summary>How a resource is described to the shader.</summary>
    public static VkDescriptorType DescriptorType(BindingType binding) => binding switch
    {
        BindingType.StorageBuffer => VkDescriptorType.VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
        BindingType.SampledTexture => VkDescriptorType.VK_DESCRIPTOR_TYPE_SAMPLED_IMAGE,
        BindingType.TexelBuffer => VkDescriptorType.VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER,
        BindingType.StorageImage => VkDescriptorType.VK_DESCRIPTOR_TYPE_STORAGE_IMAGE,
        _ => throw new ArgumentOutOfRangeException(nameof(binding), binding, "No such binding type."),
    };

    /// <summary>The layout for these resources, in binding order, and so many uniforms.</summary>
    public PipelineLayout For(IReadOnlyList<BindingType> bindings, int uniforms)
    {
        var key = string.Create(bindings.Count + 1, (bindings, uniforms), (text, parts) =>
        {
            for (var i = 0; i < parts.bindings.Count; i++) text[i] = (char)parts.bindings[i];
            text[^1] = (char)parts.uniforms;
        });
        lock (gate)
        {
            if (!layouts.TryGetValue(key, out var layout)) layouts.Add(key, layout = Create(bindings, uniforms));
            return layout;
        }
    }

    public void Destroy()
    {
        lock (gate)
        {
            foreach (var layout in layouts.Values)
            {
                vk.vkDestroyPipelineLayout(device, layout.Pipeline, null);
                vk.vkDestroyDescriptorSetLayout(device, layout.Set, null);
            }

            layouts.Clear();
        }
    }

    private PipelineLayout Create(IReadOnlyList<BindingType> bindings, int uniforms)
    {
        var entries = new VkDescriptorSetLayoutBinding[bindings.Count];
        for (var i = 0; i < bindings.Count; i++)
        {
            entries[i] = new VkDescriptorSetLayoutBinding
            {
                binding = (uint)i,
                descriptorType = DescriptorType(bindings[i]),
                descriptorCount = 1,
                stageFlags = Stages,
            };
        }

        VkDescriptorSetLayout set;
        fixed (VkDescriptorSetLayoutBinding* first = entries)
        {
            var setInfo = new VkDescriptorSetLayoutCreateInfo { bindingCount = (uint)entries.Length, pBindings = first };
            Check(vk.vkCreateDescriptorSetLayout(device, &setInfo, null, &set));
        }

        var range = new VkPushConstantRange { stageFlags = Stages, size = (uint)uniforms * sizeof(uint) };
        var layoutInfo = new VkPipelineLayoutCreateInfo
        {
            setLayoutCount = 1,
            pSetLayouts = &set,
            pushConstantRangeCount = uniforms > 0 ? 1u : 0,
            pPushConstantRanges = &range,
        };
        VkPipelineLayout pipeline;
        try
        {
            Check(vk.vkCreatePipelineLayout(device, &layoutInfo, null, &pipeline));
        }
        catch (DeviceException)
        {
            vk.vkDestroyDescriptorSetLayout(device, set, null);
            throw;
        }

        return new PipelineLayout(set, pipeline);
    }
}
