using GpuNet.Devices;
using GpuNet.Placement;
using GpuNet.Planning;

namespace GpuNet;

/// <summary>The memory of one session on its device: weights, activations, inputs and outputs, each bound to its resources.</summary>
internal sealed class DeviceMemory : IDisposable
{
    private readonly IDevice device;
    private readonly List<IDisposable> owned = [];

    public DeviceMemory(IDevice device, ExecutionPlan plan, bool keepAll)
    {
        this.device = device;
        try
        {
            var weights = PlaceConstants(plan);
            var (activations, live) = PlaceActivations(plan, keepAll);
            foreach (var input in plan.Inputs) BindWhole(input.Resource, BufferPlacement.Upload);
            foreach (var output in plan.Outputs) BindWhole(output.Resource, BufferPlacement.Readback);
            Report = new MemoryReport(activations, weights, live);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public MemoryReport Report { get; }

    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--) owned[i].Dispose();
        owned.Clear();
    }

    private void BindWhole(DeviceResource resource, BufferPlacement placement) =>
        resource.Bind(Own(device.CreateBuffer(resource.Name, resource.ByteLength, placement)), 0);

    private T Own<T>(T resource)
        where T : IDisposable
    {
        owned.Add(resource);
        return resource;
    }

    /// <summary>Packs all weights into one upload buffer and copies them to the device in one submission.</summary>
    private long PlaceConstants(ExecutionPlan plan)
    {
        if (plan.Constants.Count == 0) return 0;
        var alignment = device.Info.Limits.StorageBufferAlignment;
        var offsets = new long[plan.Constants.Count];
        var total = 0L;
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = total;
            total = Align(total + plan.Constants[i].Resource.ByteLength, alignment);
        }

        using var staging = device.CreateBuffer("weights, on their way", total, BufferPlacement.Upload);
        var inBuffers = plan.Constants.Any(c => c.Resource.Storage == TensorStorage.Buffer);
        var arena = inBuffers ? Own(device.CreateBuffer("weights", total, BufferPlacement.Device)) : null;
        var commands = new List<DeviceCommand>();
        for (var i = 0; i < offsets.Length; i++)
        {
            var resource = plan.Constants[i].Resource;
            staging.Write(plan.Constants[i].Bytes(), offsets[i]);
            var source = new BufferRange(staging, offsets[i], resource.ByteLength);
            if (arena is not null)
            {
                resource.Bind(arena, offsets[i]);
                continue;
            }

            var texture = Own(device.CreateTexture(resource.Name, resource.Width, resource.Height, resource.Layers, resource.Format));
            resource.Bind(texture);
            commands.Add(new CopyToTextureCommand(source, texture));
        }

        if (arena is not null) commands.Add(new CopyBufferCommand(new BufferRange(staging, 0, total), new BufferRange(arena, 0, total)));
        using var upload = device.Record(commands);
        upload.Submit();
        upload.Wait();
        return plan.Constants.Sum(c => c.Resource.ByteLength);
    }

    private (long Bytes, long Live) PlaceActivations(ExecutionPlan plan, bool keepAll)
    {
        var lifetimes = ActivationLifetimes.Of(plan, keepAll);
        if (lifetimes.Count == 0) return (0, 0);
        if (plan.Activations[0].Storage == TensorStorage.TextureArray)
        {
            var textures = TexturePool.Assign([.. lifetimes.Select((life, i) => new TextureUsage(
                i, ExtentsOf(plan.Activations[i]), life.First, life.Last))]);
            var made = textures.Extents.Select((e, i) => Own(device.CreateTexture($"activations {i}", e.Width, e.Height, e.Layers, e.Format))).ToArray();
            for (var i = 0; i < lifetimes.Count; i++) plan.Activations[i].Bind(made[textures.Textures[i]]);
            return (textures.TotalBytes, textures.LargestLiveBytes);
        }

        var usages = lifetimes.Select((life, i) => new Usage(i, plan.Activations[i].ByteLength, life.First, life.Last)).ToArray();
        var arena = new GreedyArena().Place(usages, device.Info.Limits.StorageBufferAlignment);
        var buffer = Own(device.CreateBuffer("activations", arena.TotalBytes, BufferPlacement.Device));
        for (var i = 0; i < lifetimes.Count; i++) plan.Activations[i].Bind(buffer, arena.Offsets[i]);
        return (arena.TotalBytes, arena.LargestLiveBytes);
    }

    private static TextureExtents ExtentsOf(DeviceTensor tensor) => new(tensor.Width, tensor.Height, tensor.Layers, tensor.Format);

    private static long Align(long offset, int alignment) => (offset + alignment - 1) / alignment * alignment;
}
