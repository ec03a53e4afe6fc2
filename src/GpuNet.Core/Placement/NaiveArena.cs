namespace GpuNet.Placement;

/// <summary>Gives each tensor a place of its own. It takes the most memory; a fault that goes with it comes from reuse.</summary>
public sealed class NaiveArena : IArenaStrategy
{
    /// <inheritdoc/>
    public string Name => "naive";

    /// <inheritdoc/>
    public ArenaPlan Place(IReadOnlyList<Usage> usages, int alignment)
    {
        Lifetimes.Check(usages, alignment);
        var offsets = new Dictionary<int, long>(usages.Count);
        var end = 0L;
        foreach (var usage in usages.OrderBy(usage => usage.Tensor))
        {
            offsets.Add(usage.Tensor, end);
            end = Lifetimes.Align(checked(end + usage.Bytes), alignment);
        }

        return new ArenaPlan(offsets, end, Lifetimes.LargestLiveBytes(usages));
    }
}
