namespace GpuNet.Placement;

/// <summary>
/// Places tensor after tensor into the smallest gap that holds it among those alive at the same time, or behind them. Tries
/// several orders and keeps the plan that takes the least memory. Takes time in the square of the number of tensors.
/// </summary>
public sealed class GreedyArena : IArenaStrategy
{
    /// <inheritdoc/>
    public string Name => "greedy";

    /// <inheritdoc/>
    public ArenaPlan Place(IReadOnlyList<Usage> usages, int alignment)
    {
        Lifetimes.Check(usages, alignment);
        var largestLive = Lifetimes.LargestLiveBytes(usages);
        Usage[] bySize = [.. usages.OrderByDescending(usage => usage.Bytes).ThenBy(usage => usage.FirstStep).ThenBy(usage => usage.Tensor)];
        ArenaPlan? best = null;
        foreach (var order in (Usage[][])[bySize, ByBreadth(bySize), ByStep(bySize)])
        {
            var plan = PlaceInOrder(order, alignment, largestLive);
            if (best == null || plan.TotalBytes < best.TotalBytes) best = plan;
        }

        return best!;
    }

    /// <summary>The tensors alive at the fullest step first, then those at the next fullest, and so on.</summary>
    private static Usage[] ByBreadth(Usage[] bySize)
    {
        var steps = bySize
            .Select(usage => usage.FirstStep).Distinct()
            .Select(step => (Step: step, Alive: bySize.Where(usage => usage.FirstStep <= step && step <= usage.LastStep).ToArray()))
            .OrderByDescending(step => step.Alive.Sum(usage => usage.Bytes)).ThenBy(step => step.Step);
        return [.. steps.SelectMany(step => step.Alive).Distinct()];
    }

    /// <summary>In the order in which they are written.</summary>
    private static Usage[] ByStep(Usage[] bySize) => [.. bySize.OrderBy(usage => usage.FirstStep)];

    private static ArenaPlan PlaceInOrder(Usage[] order, int alignment, long largestLive)
    {
        var offsets = new Dictionary<int, long>(order.Length);
        var placed = new List<(Usage Usage, long Offset)>(order.Length);
        var total = 0L;
        foreach (var usage in order)
        {
            var offset = BestFit(usage, placed, alignment);
            offsets.Add(usage.Tensor, offset);

            // In the order of offsets, as the search for gaps needs them.
            var index = placed.FindIndex(other => other.Offset > offset);
            placed.Insert(index < 0 ? placed.Count : index, (usage, offset));
            total = Math.Max(total, Lifetimes.Align(checked(offset + usage.Bytes), alignment));
        }

        return new ArenaPlan(offsets, total, largestLive);
    }

    private static long BestFit(Usage usage, List<(Usage Usage, long Offset)> placed, int alignment)
    {
        var best = -1L;
        var smallestGap = long.MaxValue;
        var end = 0L;
        foreach (var (other, offset) in placed)
        {
            if (!usage.Overlaps(other)) continue;
            var gap = offset - end;
            if (gap >= usage.Bytes && gap < smallestGap) (best, smallestGap) = (end, gap);
            end = Math.Max(end, Lifetimes.Align(checked(offset + other.Bytes), alignment));
        }

        return best >= 0 ? best : end;
    }
}
