using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Devices;

namespace GpuNet.Backends.Vulkan;

/// <summary>
/// Commands in a command buffer. It keeps alive what it uses. Lists of one device run in the order of their submission.
/// </summary>
internal sealed class VulkanCommandList : VulkanObject, ICommandList
{
    private readonly Lock gate = new();
    private readonly CommandStep[] steps;
    private readonly VulkanObject[] used = [];
    private readonly DescriptorPool? descriptors;
    private readonly CommandPool? pool;
    private readonly VkCommandBuffer commands;
    private CommandProfiler? profiler;
    private bool inFlight;

    public VulkanCommandList(VulkanDevice device, IReadOnlyList<DeviceCommand> commands)
        : base(device, "A command list")
    {
        steps = new CommandStep[commands.Count];
        try
        {
            // An unknown pipeline is the binder's to report; here it binds nothing.
            var sets = commands.OfType<DispatchCommand>().Select(d => d.Pipeline?.Request.Variant.Bindings ?? []).ToList();
            if (sets.Count > 0) descriptors = new DescriptorPool(Vk, device.Handle, sets);
            var binder = new CommandBinder(device, descriptors);
            for (var i = 0; i < steps.Length; i++) steps[i] = binder.Bind(commands[i]);
            used = Retain(binder.Used);
            pool = new CommandPool(Vk, device.Handle, device.QueueFamily);
            this.commands = pool.Record(0, Encode);
            Register();
        }
        catch
        {
            Release();
            throw;
        }
    }

    public void Submit()
    {
        lock (gate)
        {
            CheckUsable();
            WaitForLast();
            Device.Queue.Submit(commands, pool!.Fence);
            inFlight = true;
        }
    }

    public void Wait()
    {
        lock (gate)
        {
            ThrowIfDisposed();
            WaitForLast();
        }
    }

    public long[] Profile()
    {
        lock (gate)
        {
            CheckUsable();
            WaitForLast();
            profiler ??= CommandProfiler.Create(Device, steps);
            return profiler.Run();
        }
    }

    protected override void DestroyObjects()
    {
        lock (gate)
        {
            try
            {
                WaitForLast();
            }
            catch (DeviceException)
            {
                // Lost, or hung for a minute: there is nothing left to wait for.
                inFlight = false;
            }

            profiler?.Destroy();
            pool?.Destroy();
            descriptors?.Destroy();
            foreach (var item in used) item.Release();
        }
    }

    private static VulkanObject[] Retain(IReadOnlyCollection<VulkanObject> items)
    {
        var retained = new List<VulkanObject>();
        try
        {
            foreach (var item in items)
            {
                item.Retain();
                retained.Add(item);
            }
        }
        catch (ObjectDisposedException)
        {
            foreach (var item in retained) item.Release();
            throw;
        }

        return [.. retained];
    }

    private void Encode(VkCommandBuffer buffer)
    {
        // What earlier submissions wrote comes first.
        CommandBarriers.BetweenCommands(Vk, buffer);
        foreach (var step in steps) step.Encode(Vk, buffer);
        CommandBarriers.BeforeHost(Vk, buffer);
    }

    private void CheckUsable()
    {
        ThrowIfDisposed();
        foreach (var item in used) item.ThrowIfDisposed();
    }

    private void WaitForLast()
    {
        if (!inFlight) return;
        Device.Queue.Wait(pool!.Fence, Name);
        inFlight = false;
    }
}
