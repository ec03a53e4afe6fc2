using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Devices;
using GpuNet.Shaders;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>A compute pipeline.</summary>
internal sealed unsafe class VulkanPipeline : VulkanObject, IPipeline
{
    private const uint SpirvMagic = 0x07230203;

    /// <summary>Specialisation constants 0 to 2 are the workgroup's extents; the late constants follow.</summary>
    private const int WorkgroupConstants = 3;

    public VulkanPipeline(VulkanDevice device, PipelineRequest request)
        : base(device, request.Variant.ToString())
    {
        Request = request;
        try
        {
            CheckDevice(device.Info);
            Layout = device.Layouts.For(request.Variant.Bindings, request.Variant.Kernel.Uniforms.Count);
            Handle = Create();
            device.SetName(VkObjectType.VK_OBJECT_TYPE_PIPELINE, Handle.Value, Name);
            Register();
        }
        catch
        {
            Release();
            throw;
        }
    }

    public VkPipeline Handle { get; }

    public PipelineLayout Layout { get; }

    public PipelineRequest Request { get; }

    protected override void DestroyObjects() => Vk.vkDestroyPipeline(Device.Handle, Handle, null);

    private void CheckDevice(DeviceInfo info)
    {
        var missing = Request.Variant.Features & ~info.Features;
        if (missing != 0) throw new DeviceException($"{Name} needs {missing}, which {info.Name} does not have.");

        var (group, most) = (Request.Workgroup, info.Limits.MaxWorkgroupSize);
        if (group.X < 1 || group.Y < 1 || group.Z < 1) throw new DeviceException($"{Name}: a workgroup of {group} has no invocations.");
        if (group.X > most.X || group.Y > most.Y || group.Z > most.Z)
            throw new DeviceException($"{Name}: a workgroup of {group} is larger than {info.Name} takes, {most}.");
        if (group.Count > info.Limits.MaxWorkgroupInvocations)
        {
            throw new DeviceException(
                $"{Name}: a workgroup of {group} has {group.Count} invocations; {info.Name} takes {info.Limits.MaxWorkgroupInvocations}.");
        }

        var uniforms = Request.Variant.Kernel.Uniforms.Count;
        if (uniforms > Device.Physical.Properties.limits.maxPushConstantsSize / sizeof(uint))
            throw new DeviceException($"{Name} has {uniforms} uniforms; {info.Name} takes {Device.Physical.Properties.limits.maxPushConstantsSize} bytes of them.");

        CheckBindings(info, BindingType.StorageBuffer, info.Limits.MaxStorageBuffers);
        CheckBindings(info, BindingType.SampledTexture, info.Limits.MaxSampledTextures);
        CheckBindings(info, BindingType.TexelBuffer, info.Limits.MaxSampledTextures);
        CheckBindings(info, BindingType.StorageImage, info.Limits.MaxStorageImages);
    }

    private void CheckBindings(DeviceInfo info, BindingType type, int limit)
    {
        var count = Request.Variant.Bindings.Count(b => b == type);
        if (count > limit) throw new DeviceException($"{Name} binds {count} of {type}; {info.Name} takes {limit}.");
    }

    private VkPipeline Create()
    {
        var module = CreateModule();
        try
        {
            var values = SpecialisationValues();
            var entries = new VkSpecializationMapEntry[values.Length];
            for (var i = 0; i < entries.Length; i++)
                entries[i] = new VkSpecializationMapEntry { constantID = (uint)i, offset = (uint)(i * sizeof(uint)), size = sizeof(uint) };
            fixed (uint* data = values)
            fixed (VkSpecializationMapEntry* map = entries)
            {
                var specialisation = new VkSpecializationInfo
                {
                    mapEntryCount = (uint)entries.Length,
                    pMapEntries = map,
                    dataSize = (nuint)(values.Length * sizeof(uint)),
                    pData = data,
                };
                var info = new VkComputePipelineCreateInfo
                {
                    stage = new VkPipelineShaderStageCreateInfo
                    {
                        stage = VkShaderStageFlagBits.VK_SHADER_STAGE_COMPUTE_BIT,
                        module = module,
                        pName = VkLoader.Literal("main"u8),
                        pSpecializationInfo = &specialisation,
                    },
                    layout = Layout.Pipeline,
                };
                VkPipeline created;
                var result = Vk.vkCreateComputePipelines(Device.Handle, Device.PipelineCache.Handle, 1, &info, null, &created);
                if (result != VkResult.VK_SUCCESS)
                    throw new DeviceException($"{Name}: {Device.Info.Name} does not compile it: vkCreateComputePipelines failed: {result}.");
                return created;
            }
        }
        finally
        {
            Vk.vkDestroyShaderModule(Device.Handle, module, null);
        }
    }

    private VkShaderModule CreateModule()
    {
        var withDotProduct = Request.Variant.SpirvDotProductWords;
        var hasDotProduct = Device.Info.Features.HasFlag(DeviceFeatures.IntegerDotProduct) && !withDotProduct.IsEmpty;
        var words = hasDotProduct ? withDotProduct : Request.Variant.SpirvWords;
        if (words.IsEmpty || words[0] != SpirvMagic) throw new DeviceException($"{Name} has no SPIR-V module.");
        fixed (uint* code = words)
        {
            var info = new VkShaderModuleCreateInfo { codeSize = (nuint)words.Length * sizeof(uint), pCode = code };
            VkShaderModule module;
            Check(Vk.vkCreateShaderModule(Device.Handle, &info, null, &module));
            return module;
        }
    }

    private uint[] SpecialisationValues()
    {
        var values = new uint[WorkgroupConstants + Request.LateConstants.Count];
        (values[0], values[1], values[2]) = ((uint)Request.Workgroup.X, (uint)Request.Workgroup.Y, (uint)Request.Workgroup.Z);
        for (var i = 0; i < Request.LateConstants.Count; i++) values[WorkgroupConstants + i] = Request.LateConstants[i];
        return values;
    }
}
