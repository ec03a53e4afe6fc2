using GpuNet.Devices;
using GpuNet.Planning;

namespace GpuNet;

/// <summary>What one session holds for itself on its device: activations, inputs and outputs, bound to the resources of its plan.</summary>
internal sealed class RunMemory : IDisposable
{
    private readonly IDevice device;
    private readonly List<IDisposable> owned = [];

    public RunMemory(IDevice device, ExecutionPlan plan, MemoryLayout layout)
    {
        this.device = device;
        try
        {
            PlaceActivations(plan.Activations, layout);
            foreach (var input in plan.Inputs) BindWhole(input.Resource, BufferPlacement.Upload);
            foreach (var output in plan.Outputs) BindWhole(output.Resource, BufferPlacement.Readback);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--) owned[i].Dispose();
        owned.Clear();
    }

    private void PlaceActivations(IReadOnlyList<DeviceTensor> activations, MemoryLayout layout)
    {
        if (layout.Activations is { } arena)
        {
            var buffer = Own(device.CreateBuffer("activations", arena.TotalBytes, BufferPlacement.Device));
            for (var i = 0; i < activations.Count; i++) activations[i].Bind(buffer, arena.Offsets[i]);
        }
        else if (layout.Textures is { } pool)
        {
            var made = new List<IDeviceTexture>(pool.Extents.Count);
            foreach (var e in pool.Extents)
                made.Add(Own(device.CreateTexture($"activations {made.Count}", e.Width, e.Height, e.Layers, e.Format)));
            for (var i = 0; i < activations.Count; i++) activations[i].Bind(made[pool.Textures[i]]);
        }
    }

    private void BindWhole(DeviceResource resource, BufferPlacement placement) =>
        resource.Bind(Own(device.CreateBuffer(resource.Name, resource.ByteLength, placement)), 0);

    private T Own<T>(T resource)
        where T : IDisposable
    {
        owned.Add(resource);
        return resource;
    }
}
