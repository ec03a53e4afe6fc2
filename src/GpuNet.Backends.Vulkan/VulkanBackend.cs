using System.Runtime.CompilerServices;
using GpuNet.Devices;

namespace GpuNet.Backends.Vulkan;

/// <summary>Finds and opens Vulkan devices, version 1.1 or above.</summary>
public sealed class VulkanBackend : IBackend
{
    internal const string BackendName = "vulkan";

    private readonly VulkanOptions options;
    private readonly IReadOnlyList<string> libraryNames;

    // Two cards of one model describe themselves alike, so a description remembers which one it is.
    private readonly ConditionalWeakTable<DeviceInfo, object> positions = [];

    // Making an instance loads every driver of the machine, so the one of a probe serves the device that is opened next.
    private VulkanInstance? probed;

    /// <summary>With <see cref="VulkanOptions.FromEnvironment"/>.</summary>
    public VulkanBackend()
        : this(VulkanOptions.FromEnvironment())
    {
    }

    /// <summary>With options of the caller's.</summary>
    public VulkanBackend(VulkanOptions options)
        : this(options, options?.Library is { } library ? [library] : VulkanLibrary.DefaultNames)
    {
    }

    internal VulkanBackend(VulkanOptions options, IReadOnlyList<string> libraryNames)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.libraryNames = libraryNames;
    }

    /// <inheritdoc/>
    public string Name => BackendName;

    /// <inheritdoc/>
    public BackendProbe Probe()
    {
        try
        {
            var instance = new VulkanInstance(VulkanLibrary.Load(libraryNames), validation: false, onMessage: null);
            Keep(instance);
            var found = instance.PhysicalDevices();
            var devices = new List<DeviceInfo>();
            for (var i = 0; i < found.Count; i++)
            {
                if (found[i].Problem is not null) continue;
                var info = found[i].Describe();
                positions.Add(info, i);
                devices.Add(info);
            }

            var problem = found.Count == 0
                ? "The Vulkan loader finds no driver."
                : found.FirstOrDefault(d => d.Problem is not null)?.Problem;
            return new BackendProbe(Name, devices, problem, found.Count == 0 ? VulkanLibrary.Remedy : null);
        }
        catch (GpuNetException e)
        {
            return new BackendProbe(Name, [], e.Message, VulkanLibrary.Remedy);
        }
    }

    /// <inheritdoc/>
    public IDevice Open(DeviceInfo device)
    {
        ArgumentNullException.ThrowIfNull(device);
        VulkanInstance? instance = null;
        try
        {
            instance = options.Validation ? null : Interlocked.Exchange(ref probed, null);
            instance ??= new VulkanInstance(VulkanLibrary.Load(libraryNames), options.Validation, options.OnMessage);
            return new VulkanDevice(instance, Find(instance, device), device, options);
        }
        catch (DeviceNotFoundException e)
        {
            throw new DeviceException($"{device.Name} does not open: {e.Message}", e);
        }
        catch
        {
            instance?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void EndProbe() => Keep(null);

    private void Keep(VulkanInstance? instance) => Interlocked.Exchange(ref probed, instance)?.Dispose();

    private VulkanPhysicalDevice Find(VulkanInstance instance, DeviceInfo device)
    {
        var usable = instance.PhysicalDevices();
        if (positions.TryGetValue(device, out var value) && value is int position && position < usable.Count
            && usable[position].Problem is null && usable[position].Describe() == device)
        {
            return usable[position];
        }

        return usable.FirstOrDefault(d => d.Problem is null && d.Describe() == device)
            ?? throw new DeviceException($"{device} is no Vulkan device of this machine.");
    }
}
