using GpuNet.Backends.Vulkan.Interop;

namespace GpuNet.Backends.Vulkan;

/// <summary>Something that belongs to a device. It keeps the device alive; disposing the device disposes it.</summary>
/// <remarks>A constructor ends in <see cref="Register"/>, and calls <see cref="ReferenceCounted.Release"/> if it fails.</remarks>
internal abstract class VulkanObject : ReferenceCounted
{
    protected VulkanObject(VulkanDevice device, string name)
        : base(name)
    {
        device.Retain();
        Device = device;
    }

    public VulkanDevice Device { get; }

    protected VkDeviceCommands Vk => Device.Commands;

    /// <summary>Tells the device of it, now that it is complete.</summary>
    protected void Register() => Device.Register(this);

    /// <summary>Frees what the constructor made.</summary>
    protected abstract void DestroyObjects();

    protected sealed override void OnDispose() => Device.Forget(this);

    protected sealed override void Destroy()
    {
        DestroyObjects();
        Device.Release();
    }
}
