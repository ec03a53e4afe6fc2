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

        CheckBindings(device, variant, BindingType.StorageBuffer, limits.MaxStorageBuffers);
        CheckBindings(device, variant, BindingType.SampledTexture, limits.MaxSampledTextures);
        CheckBindings(device, variant, BindingType.StorageImage, limits.MaxStorageImages);
    }

    private static void CheckBindings(DeviceInfo device, KernelVariant variant, BindingType type, int limit)
    {
        var count = variant.Bindings.Count(b => b == type);
        if (count > limit) throw new DeviceException($"{variant} binds {count} of {type}; {device.Name} takes {limit}.");
    }
}
