using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Metal;

/// <summary>Says which limit of a device a pipeline would pass, before Metal does so in words of its own, or stops the process.</summary>
internal static class MetalPipelineLimits
{
    /// <exception cref="DeviceException">The request is above a limit.</exception>
    public static void Check(DeviceInfo device, PipelineRequest request)
    {
        var (variant, group, limits) = (request.Variant, request.Workgroup, device.Limits);
        var most = limits.MaxWorkgroupSize;
        if ((variant.Features & ~device.Features) is var missing and not DeviceFeatures.None)
            throw new DeviceException($"{variant} needs {missing}, which {device.Name} does not have.");
        if (group.X < 1 || group.Y < 1 || group.Z < 1)
            throw new DeviceException($"{variant}: a workgroup of {group} has no invocations.");
        if (group.X > most.X || group.Y > most.Y || group.Z > most.Z)
            throw new DeviceException($"{variant}: a workgroup of {group} is larger than {device.Name} takes, {most}.");
        if (group.Count > limits.MaxWorkgroupInvocations)
        {
            throw new DeviceException(
                $"{variant}: a workgroup of {group} has {group.Count} invocations; {device.Name} takes {limits.MaxWorkgroupInvocations}.");
        }

        // In MSL a buffer of texels is a buffer like any other.
        CheckBindings(device, variant, limits.MaxStorageBuffers, BindingType.StorageBuffer, BindingType.TexelBuffer);
        CheckBindings(device, variant, limits.MaxSampledTextures, BindingType.SampledTexture);
        CheckBindings(device, variant, limits.MaxStorageImages, BindingType.StorageImage);
    }

    private static void CheckBindings(DeviceInfo device, KernelVariant variant, int limit, params BindingType[] types)
    {
        var count = variant.Bindings.Count(types.Contains);
        if (count > limit) throw new DeviceException($"{variant} binds {count} of {types[0]}; {device.Name} takes {limit}.");
    }
}
