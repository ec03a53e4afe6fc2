namespace GpuNet.Placement;

/// <summary>Facts about usages that every placement needs.</summary>
internal static class Lifetimes
{
    /// <exception cref="ArgumentException">A usage is unsound, or two have the same tensor.</exception>
    public static void Check(IReadOnlyList<Usage> usages, int alignment)
    {
        ArgumentNullException.ThrowIfNull(usages);
        ArgumentOutOfRangeException.ThrowIfLessThan(alignment, 1);
        var seen = new HashSet<int>();
        foreach (var usage in usages)
        {
            if (usage.Bytes < 1) throw new ArgumentException($"Tensor {usage.Tensor} cannot be placed with {usage.Bytes} bytes.", nameof(usages));
            CheckSteps(usage.Tensor, usage.FirstStep, usage.LastStep);
            if (!seen.Add(usage.Tensor)) throw new ArgumentException($"Tensor {usage.Tensor} is to be placed twice.", nameof(usages));
        }
    }

    /// <exception cref="ArgumentException">The last step comes before the first.</exception>
    public static void CheckSteps(int tensor, int first, int last)
    {
        if (last < first) throw new ArgumentException($"Tensor {tensor} is last used at step {last}, before step {first} that writes it.");
    }

    /// <summary>The most bytes that are alive at any one step.</summary>
    public static long LargestLiveBytes(IReadOnlyList<Usage> usages)
    {
        // Only where a tensor begins can there be more than before: walk the beginnings and the ends in the order of steps.
        Usage[] byFirst = [.. usages];
        Usage[] byLast = [.. usages];
        Array.Sort(byFirst, (a, b) => a.FirstStep.CompareTo(b.FirstStep));
        Array.Sort(byLast, (a, b) => a.LastStep.CompareTo(b.LastStep));
        long live = 0, largest = 0;
        var ended = 0;
        foreach (var usage in byFirst)
        {
            for (; byLast[ended].LastStep < usage.FirstStep; ended++) live -= byLast[ended].Bytes;
            live = checked(live + usage.Bytes);
            largest = Math.Max(largest, live);
        }

        return largest;
    }

    /// <summary>The least multiple of <paramref name="alignment"/> that is not below <paramref name="value"/>.</summary>
    public static long Align(long value, int alignment) => checked(value + alignment - 1) / alignment * alignment;
}
