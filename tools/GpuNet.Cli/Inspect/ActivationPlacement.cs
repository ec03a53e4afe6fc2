using GpuNet.Devices;
using GpuNet.Placement;
using GpuNet.Planning;

namespace GpuNet.Cli.Inspect;

/// <summary>Where the activations of a plan lie, placed as a session places them.</summary>
/// <param name="Activations">The activations, in the plan's order.</param>
/// <param name="TotalBytes">Bytes of all of them.</param>
/// <param name="LargestLiveBytes">The most that is alive at any one step.</param>
internal sealed record ActivationPlacement(IReadOnlyList<InspectedActivation> Activations, long TotalBytes, long LargestLiveBytes)
{
    private Dictionary<DeviceResource, long> Offsets { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The first byte of an activation; null for any other resource.</summary>
    public long? OffsetOf(DeviceResource resource) => Offsets.TryGetValue(resource, out var offset) ? offset : null;

    /// <summary>Places the activations of a plan.</summary>
    public static ActivationPlacement Of(ExecutionPlan plan, DeviceLimits limits)
    {
        var lifetimes = plan.Activations.Select(a => LifetimeOf(plan, a)).ToList();
        var (offsets, total, live) = plan.Activations is [{ Storage: TensorStorage.TextureArray }, ..]
            ? InTextures(plan, lifetimes)
            : InArena(plan, lifetimes, limits);
        var placement = new ActivationPlacement(
            [.. plan.Activations.Select((a, i) => new InspectedActivation(a.Name, a.ByteLength, lifetimes[i].First, lifetimes[i].Last, offsets[i]))],
            total,
            live);
        for (var i = 0; i < offsets.Length; i++) placement.Offsets[plan.Activations[i]] = offsets[i];
        return placement;
    }

    private static (long[] Offsets, long Total, long Live) InArena(ExecutionPlan plan, List<(int First, int Last)> lifetimes, DeviceLimits limits)
    {
        if (lifetimes.Count == 0) return ([], 0, 0);
        var usages = lifetimes.Select((life, i) => new Usage(i, plan.Activations[i].ByteLength, life.First, life.Last)).ToArray();
        var arena = new GreedyArena().Place(usages, limits.StorageBufferAlignment);
        return ([.. usages.Select(u => arena.Offsets[u.Tensor])], arena.TotalBytes, arena.LargestLiveBytes);
    }

    private static (long[] Offsets, long Total, long Live) InTextures(ExecutionPlan plan, List<(int First, int Last)> lifetimes)
    {
        var pool = TexturePool.Assign([.. lifetimes.Select((life, i) =>
        {
            var tensor = plan.Activations[i];
            return new TextureUsage(i, new TextureExtents(tensor.Width, tensor.Height, tensor.Layers, tensor.Format), life.First, life.Last);
        })]);
        var starts = new long[pool.Extents.Count];
        for (var i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + pool.Extents[i - 1].ByteLength;
        return ([.. lifetimes.Select((_, i) => starts[pool.Textures[i]])], pool.TotalBytes, pool.LargestLiveBytes);
    }

    private static (int First, int Last) LifetimeOf(ExecutionPlan plan, DeviceTensor tensor)
    {
        var (first, last) = (-1, -1);
        for (var step = 0; step < plan.Steps.Count; step++)
        {
            if (!plan.Steps[step].Arguments.Resources.Contains(tensor, ReferenceEqualityComparer.Instance)) continue;
            if (first < 0) first = step;
            last = step;
        }

        return (first, last);
    }
}
