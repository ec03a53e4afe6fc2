using System.Runtime.InteropServices;
using GpuNet.Backends.Vulkan.Interop;

namespace GpuNet.Backends.Vulkan;

/// <summary>Hands the messages of the validation layer to <see cref="VulkanOptions.OnMessage"/>.</summary>
internal sealed unsafe class VulkanMessenger : IDisposable
{
    private GCHandle receiver;

    public VulkanMessenger(Action<string> receive) => receiver = GCHandle.Alloc(receive);

    /// <summary>What to chain to an instance's creation, and to make a messenger from.</summary>
    public VkDebugUtilsMessengerCreateInfoEXT CreateInfo => new()
    {
        messageSeverity = VkDebugUtilsMessageSeverityFlagBitsEXT.VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT
            | VkDebugUtilsMessageSeverityFlagBitsEXT.VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT,
        // Advice on performance is left out: it argues with textures that stay in one layout, which is on purpose.
        messageType = VkDebugUtilsMessageTypeFlagBitsEXT.VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT,
        pfnUserCallback = &OnMessage,
        pUserData = (void*)GCHandle.ToIntPtr(receiver),
    };

    /// <summary>Frees the receiver; the instance must be gone.</summary>
    public void Dispose()
    {
        if (receiver.IsAllocated) receiver.Free();
    }

    // The answer 0 lets the call that caused the message go on.
    [UnmanagedCallersOnly]
    private static uint OnMessage(
        VkDebugUtilsMessageSeverityFlagBitsEXT severity,
        VkDebugUtilsMessageTypeFlagBitsEXT type,
        VkDebugUtilsMessengerCallbackDataEXT* data,
        void* userData)
    {
        var receive = (Action<string>)GCHandle.FromIntPtr((nint)userData).Target!;
        receive(Marshal.PtrToStringUTF8((nint)data->pMessage) ?? "a message without text");
        return 0;
    }
}
