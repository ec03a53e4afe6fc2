using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Gles;

/// <summary>Says which limit of a device a pipeline would pass, before a driver does so in words of its own.</summary>
internal static class GlesPipelineLimits
{
    /// <exception cref="DeviceException">The request is above a limit.</exception>
    public static void Check(DeviceInfo device, PipelineRequest request)
    {
        var (variant, size, limits) = (request.Variant, request.Workgroup, device.Limits);
        var most = limits.MaxWorkgroupSize;
        if (size.X < 1 || size.Y < 1 || size.Z < 1)
            throw new DeviceException($"{variant}: a workgroup of {size} has an extent below 1.");
        if (size.X > most.X || size.Y > most.Y || size.Z > most.Z)
            throw new DeviceException($"{variant}: a workgroup of {size} is above the device's limit of {most}.");
        if (size.Count > limits.MaxWorkgroupInvocations)
            throw new DeviceException(
                $"{variant}: a workgroup of {size} has {size.Count} invocations, "
                + $"and the device's limit is {limits.MaxWorkgroupInvocations}.");
        if ((variant.Features & ~device.Features) is var missing and not DeviceFeatures.None)
            throw new DeviceException($"{variant} needs {missing}, which {device.Name} has not.");
        CheckBindings(variant, BindingType.StorageBuffer, "storage buffers", limits.MaxStorageBuffers);
        CheckBindings(variant, BindingType.SampledTexture, "sampled textures", limits.MaxSampledTextures);
        CheckBindings(variant, BindingType.TexelBuffer, "buffers of texels", limits.MaxTexelBufferElements > 0 ? limits.MaxSampledTextures : 0);
        CheckBindings(variant, BindingType.StorageImage, "storage images", limits.MaxStorageImages);
    }

    private static void CheckBindings(KernelVariant variant, BindingType type, string what, int limit)
    {
        var count = variant.Bindings.Count(b => b == type);
        if (count > limit) throw new DeviceException($"{variant} binds {count} {what}, and the device's limit is {limit}.");
    }
}
