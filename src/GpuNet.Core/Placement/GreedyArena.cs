namespace GpuNet.Placement;

/// <summary>
/// Places tensor after tensor into the smallest gap that holds it among those alive at the same time, or behind them. Tries
/// several orders and keeps the plan that takes the least memory. Takes time in the square of the number of tensors.
/// </summary>
/// <remarks>Written with loops over arrays: queries over value types are compiled anew in every process that loads a model.</remarks>
public sealed class GreedyArena : IArenaStrategy
{
    /// <inheritdoc/>
    public string Name => "greedy";

    /// <inheritdoc/>
    public ArenaPlan Place(IReadOnlyList<Usage> usages, int alignment)
    {
        Lifetimes.Check(usages, alignment);
        var largestLive = Lifetimes.LargestLiveBytes(usages);
        Usage[] bySize = [.. usages];
        Array.Sort(bySize, CompareSizes);
        ArenaPlan? best = null;
        foreach (var order in (Usage[][])[bySize, ByBreadth(bySize), ByStep(bySize)])
        {
            var plan = PlaceInOrder(order, alignment, largestLive);
            if (best == null || plan.TotalBytes < best.TotalBytes) best = plan;
        }

        return best!;
    }

    /// <summary>The largest first; a total order, as no two usages have the same tensor.</summary>
    private static int CompareSizes(Usage a, Usage b)
    {
        if (a.Bytes != b.Bytes) return b.Bytes.CompareTo(a.Bytes);
        return a.FirstStep != b.FirstStep ? a.FirstStep.CompareTo(b.FirstStep) : a.Tensor.CompareTo(b.Tensor);
    }

    /// <summary>The tensors alive at the fullest step first, then those at the next fullest, and so on.</summary>
    private static Usage[] ByBreadth(Usage[] bySize)
    {
        // A step is known by a usage that begins there.
        var starts = new List<Usage>(bySize.Length);
        foreach (var usage in bySize)
        {
            if (!starts.Exists(start => start.FirstStep == usage.FirstStep)) starts.Add(usage);
        }

        starts.Sort((a, b) =>
        {
            var (left, right) = (LiveBytes(bySize, a.FirstStep), LiveBytes(bySize, b.FirstStep));
            return left != right ? right.CompareTo(left) : a.FirstStep.CompareTo(b.FirstStep);
        });

        var ordered = new List<Usage>(bySize.Length);
        var isOrdered = new bool[bySize.Length];
        foreach (var start in starts)
        {
            for (var i = 0; i < bySize.Length; i++)
            {
                if (isOrdered[i] || !bySize[i].IsAliveAt(start.FirstStep)) continue;
                isOrdered[i] = true;
                ordered.Add(bySize[i]);
            }
        }

        return [.. ordered];
    }

    private static long LiveBytes(Usage[] usages, int step)
    {
        var bytes = 0L;
        foreach (var usage in usages)
        {
            if (usage.IsAliveAt(step)) bytes = checked(bytes + usage.Bytes);
        }

        return bytes;
    }

    /// <summary>In the order in which they are written.</summary>
    private static Usage[] ByStep(Usage[] bySize)
    {
        Usage[] ordered = [.. bySize];
        Array.Sort(ordered, (a, b) => a.FirstStep != b.FirstStep ? a.FirstStep.CompareTo(b.FirstStep) : CompareSizes(a, b));
        return ordered;
    }

    private static ArenaPlan PlaceInOrder(Usage[] order, int alignment, long largestLive)
    {
        var result = new Dictionary<int, long>(order.Length);
        var total = 0L;

        // In the order of offsets, as the search for gaps needs them.
        var placed = new Usage[order.Length];
        var offsets = new long[order.Length];
        for (var count = 0; count < order.Length; count++)
        {
            var usage = order[count];
            var offset = BestFit(usage, placed.AsSpan(0, count), offsets, alignment);
            result.Add(usage.Tensor, offset);
            var index = count;
            for (; index > 0 && offsets[index - 1] > offset; index--) (placed[index], offsets[index]) = (placed[index - 1], offsets[index - 1]);
            (placed[index], offsets[index]) = (usage, offset);
            total = Math.Max(total, Lifetimes.Align(checked(offset + usage.Bytes), alignment));
        }

        return new ArenaPlan(result, total, largestLive);
    }

    private static long BestFit(Usage usage, ReadOnlySpan<Usage> placed, long[] offsets, int alignment)
    {
        var best = -1L;
        var smallestGap = long.MaxValue;
        var end = 0L;
        for (var i = 0; i < placed.Length; i++)
        {
            if (!usage.Overlaps(placed[i])) continue;
            var gap = offsets[i] - end;
            if (gap >= usage.Bytes && gap < smallestGap) (best, smallestGap) = (end, gap);
            end = Math.Max(end, Lifetimes.Align(checked(offsets[i] + placed[i].Bytes), alignment));
        }

        return best >= 0 ? best : end;
    }
}
