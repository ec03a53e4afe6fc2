namespace GpuNet.Tuning;

/// <summary>What was measured of layers of one kind.</summary>
internal sealed class LayerTimes(IReadOnlyList<LayerCandidate> candidates)
{
    /// <summary>Another candidate than the planner's must be faster by more than measurements differ.</summary>
    public const double Advantage = 0.97;

    private readonly long[] nanoseconds = new long[candidates.Count];

    /// <summary>The place of the fastest of those that were measured.</summary>
    public int Best
    {
        get
        {
            var best = 0;
            for (var i = 1; i < nanoseconds.Length; i++)
            {
                var isFaster = nanoseconds[i] < nanoseconds[best] * (best == 0 ? Advantage : 1);
                if (nanoseconds[i] > 0 && isFaster) best = i;
            }

            return best;
        }
    }

    /// <summary>The fastest of those that were measured.</summary>
    public LayerCandidate BestCandidate => candidates[Best];

    /// <summary>Adds the time of one such layer.</summary>
    public void Add(int candidate, long time) => nanoseconds[candidate] += time;
}
