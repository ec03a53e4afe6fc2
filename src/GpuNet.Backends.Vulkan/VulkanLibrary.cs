using System.Runtime.InteropServices;
using GpuNet.Backends.Vulkan.Interop;

namespace GpuNet.Backends.Vulkan;

/// <summary>The Vulkan loader: the library that finds the drivers.</summary>
internal sealed unsafe class VulkanLibrary
{
    private VulkanLibrary(void* getInstanceProcAddr)
    {
        GetInstanceProcAddr = (delegate* unmanaged<VkInstance, byte*, void*>)getInstanceProcAddr;
        Commands = new VkGlobalCommands(GetInstanceProcAddr);
    }

    /// <summary>The loader's file names on this system, in the order that they are tried.</summary>
    public static IReadOnlyList<string> DefaultNames { get; } =
        OperatingSystem.IsWindows() ? ["vulkan-1.dll"]
        : OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() ? ["libvulkan.1.dylib", "libvulkan.dylib", "libMoltenVK.dylib"]
        : ["libvulkan.so.1", "libvulkan.so"];

    /// <summary>What to do where there is no loader or driver.</summary>
    public static string Remedy { get; } =
        OperatingSystem.IsWindows() ? "install the driver of the GPU's maker"
        : OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() ? "install MoltenVK"
        : "apt-get install libvulkan1 mesa-vulkan-drivers";

    public VkGlobalCommands Commands { get; }

    public delegate* unmanaged<VkInstance, byte*, void*> GetInstanceProcAddr { get; }

    /// <summary>Loads the first of <paramref name="names"/> that is there. It is never unloaded: drivers leave threads behind.</summary>
    /// <exception cref="DeviceNotFoundException">There is none.</exception>
    /// <exception cref="DeviceException">The library is not a Vulkan 1.1 loader.</exception>
    public static VulkanLibrary Load(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            if (!NativeLibrary.TryGetExport(library, "vkGetInstanceProcAddr", out var address))
                throw new DeviceException($"{name} is no Vulkan loader: it has no vkGetInstanceProcAddr.");
            return new VulkanLibrary((void*)address);
        }

        throw new DeviceNotFoundException($"There is no Vulkan loader: {string.Join(" or ", names)} does not load.");
    }
}
