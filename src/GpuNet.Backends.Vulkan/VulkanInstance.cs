using GpuNet.Backends.Vulkan.Interop;
using static GpuNet.Backends.Vulkan.Interop.VkCheck;

namespace GpuNet.Backends.Vulkan;

/// <summary>A Vulkan instance, with or without validation.</summary>
internal sealed unsafe class VulkanInstance : IDisposable
{
    private static ReadOnlySpan<byte> ValidationLayer => "VK_LAYER_KHRONOS_validation"u8;

    private static ReadOnlySpan<byte> DebugUtils => "VK_EXT_debug_utils"u8;

    private static ReadOnlySpan<byte> PortabilityEnumeration => "VK_KHR_portability_enumeration"u8;

    private readonly VulkanMessenger? messages;
    private readonly VkDebugUtilsMessengerEXT messenger;
    private VkInstance handle;

    /// <param name="library">The loader.</param>
    /// <param name="validation">Whether to load the validation layer.</param>
    /// <param name="onMessage">Takes the layer's messages.</param>
    /// <exception cref="DeviceException">There is no driver, it is older than Vulkan 1.1, or the layer is not installed.</exception>
    public VulkanInstance(VulkanLibrary library, bool validation, Action<string>? onMessage)
    {
        ApiVersion = NegotiateVersion(library.Commands);
        if (validation)
        {
            RequireValidation(library.Commands);
            messages = new VulkanMessenger(onMessage ?? (_ => { }));
        }

        try
        {
            handle = Create(library.Commands);
            Commands = new VkInstanceCommands(handle, library.GetInstanceProcAddr);
            if (messages is null) return;
            var info = messages.CreateInfo;
            VkDebugUtilsMessengerEXT created;
            Check(Commands.vkCreateDebugUtilsMessengerEXT(handle, &info, null, &created));
            messenger = created;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public VkInstanceCommands Commands { get; } = null!;

    /// <summary>The version that the instance asks of its devices, at most 1.3.</summary>
    public VulkanVersion ApiVersion { get; }

    /// <summary>Whether the validation layer is loaded.</summary>
    public bool Validates => messages is not null;

    /// <summary>Every physical device, also those that cannot be used.</summary>
    public IReadOnlyList<VulkanPhysicalDevice> PhysicalDevices()
    {
        uint count = 0;
        Check(Commands.vkEnumeratePhysicalDevices(handle, &count, null));
        var handles = new VkPhysicalDevice[count];
        fixed (VkPhysicalDevice* first = handles) Check(Commands.vkEnumeratePhysicalDevices(handle, &count, first));
        var devices = new VulkanPhysicalDevice[count];
        for (var i = 0; i < devices.Length; i++) devices[i] = new VulkanPhysicalDevice(this, handles[i]);
        return devices;
    }

    public void Dispose()
    {
        // Without a handle, creation failed and there is nothing to destroy but the receiver of messages.
        if (handle != default && Commands is not null)
        {
            if (messenger != default) Commands.vkDestroyDebugUtilsMessengerEXT(handle, messenger, null);
            Commands.vkDestroyInstance(handle, null);
        }

        handle = default;
        messages?.Dispose();
    }

    private static VulkanVersion NegotiateVersion(VkGlobalCommands vk)
    {
        uint version;
        Check(vk.vkEnumerateInstanceVersion(&version));
        var loader = new VulkanVersion(version);
        if (loader < VulkanVersion.V1_1) throw new DeviceException($"The Vulkan loader has version {loader}; 1.1 is the least.");
        return loader < VulkanVersion.V1_3 ? loader : VulkanVersion.V1_3;
    }

    private static void RequireValidation(VkGlobalCommands vk)
    {
        uint count = 0;
        Check(vk.vkEnumerateInstanceLayerProperties(&count, null));
        var layers = new VkLayerProperties[count];
        fixed (VkLayerProperties* first = layers)
        {
            Check(vk.vkEnumerateInstanceLayerProperties(&count, first));
            for (var i = 0; i < count; i++)
            {
                if (Matches(first[i].layerName, ValidationLayer)) return;
            }
        }

        throw new DeviceException(
            "The Vulkan validation layer VK_LAYER_KHRONOS_validation is not installed: apt-get install vulkan-validationlayers.");
    }

    private static bool HasExtension(VkGlobalCommands vk, ReadOnlySpan<byte> extension)
    {
        uint count = 0;
        Check(vk.vkEnumerateInstanceExtensionProperties(null, &count, null));
        var extensions = new VkExtensionProperties[count];
        fixed (VkExtensionProperties* first = extensions)
        {
            Check(vk.vkEnumerateInstanceExtensionProperties(null, &count, first));
            for (var i = 0; i < count; i++)
            {
                if (Matches(first[i].extensionName, extension)) return true;
            }
        }

        return false;
    }

    private static bool Matches(byte* name, ReadOnlySpan<byte> wanted) =>
        new ReadOnlySpan<byte>(name, wanted.Length + 1).SequenceEqual(new ReadOnlySpan<byte>(VkLoader.Literal(wanted), wanted.Length + 1));

    private VkInstance Create(VkGlobalCommands vk)
    {
        var application = new VkApplicationInfo { pEngineName = VkLoader.Literal("GpuNet"u8), apiVersion = ApiVersion.Packed };
        var layers = stackalloc byte*[1];
        var extensions = stackalloc byte*[2];
        var info = new VkInstanceCreateInfo
        {
            pApplicationInfo = &application,
            ppEnabledLayerNames = layers,
            ppEnabledExtensionNames = extensions,
        };
        VkDebugUtilsMessengerCreateInfoEXT debug;
        if (messages is not null)
        {
            debug = messages.CreateInfo;
            info.pNext = &debug;
            layers[info.enabledLayerCount++] = VkLoader.Literal(ValidationLayer);
            extensions[info.enabledExtensionCount++] = VkLoader.Literal(DebugUtils);
        }

        // Drivers that translate to another API, such as MoltenVK, are listed only on request.
        if (HasExtension(vk, PortabilityEnumeration))
        {
            info.flags |= VkInstanceCreateFlagBits.VK_INSTANCE_CREATE_ENUMERATE_PORTABILITY_BIT_KHR;
            extensions[info.enabledExtensionCount++] = VkLoader.Literal(PortabilityEnumeration);
        }

        VkInstance created;
        var result = vk.vkCreateInstance(&info, null, &created);
        if (result == VkResult.VK_ERROR_INCOMPATIBLE_DRIVER) throw new DeviceException("The Vulkan loader finds no driver.");
        Check(result, nameof(vk.vkCreateInstance));
        return created;
    }
}
