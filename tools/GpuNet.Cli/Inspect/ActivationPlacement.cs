using GpuNet.Devices;
using GpuNet.Planning;

namespace GpuNet.Cli.Inspect;

/// <summary>Where a session puts the activations of a plan.</summary>
internal sealed class ActivationPlacement
{
    private readonly Dictionary<DeviceResource, long> offsets = new(ReferenceEqualityComparer.Instance);

    /// <param name="plan">The plan.</param>
    /// <param name="layout">Where a session puts what it binds.</param>
    public ActivationPlacement(ExecutionPlan plan, MemoryLayout layout)
    {
        var starts = new long[layout.Textures?.Extents.Count ?? 0];
        for (var i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + layout.Textures!.Extents[i - 1].ByteLength;
        for (var i = 0; i < plan.Activations.Count; i++)
            offsets[plan.Activations[i]] = layout.Activations?.Offsets[i] ?? starts[layout.Textures!.Textures[i]];
        Activations =
        [
            .. plan.Activations.Zip(layout.ActivationLifetimes, (activation, life) =>
                new InspectedActivation(activation.Name, activation.ByteLength, life.First, life.Last, offsets[activation])),
        ];
    }

    /// <summary>The activations, in the plan's order.</summary>
    public IReadOnlyList<InspectedActivation> Activations { get; }

    /// <summary>The first byte of an activation; null for any other resource.</summary>
    public long? OffsetOf(DeviceResource resource) => offsets.TryGetValue(resource, out var offset) ? offset : null;
}
