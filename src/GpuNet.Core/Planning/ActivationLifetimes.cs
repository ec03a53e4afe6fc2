namespace GpuNet.Planning;

/// <summary>From which step to which each activation of a plan is alive.</summary>
internal static class ActivationLifetimes
{
    /// <summary>First and last step, in the order of <see cref="ExecutionPlan.Activations"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="keepAll">Whether all live to the end, to be looked at.</param>
    public static IReadOnlyList<(int First, int Last)> Of(ExecutionPlan plan, bool keepAll)
    {
        var index = new Dictionary<object, int>(plan.Activations.Count, ReferenceEqualityComparer.Instance);
        var lifetimes = new (int First, int Last)[plan.Activations.Count];
        for (var i = 0; i < lifetimes.Length; i++)
        {
            index.Add(plan.Activations[i], i);
            lifetimes[i] = (int.MaxValue, -1);
        }

        for (var step = 0; step < plan.Steps.Count; step++)
        {
            foreach (var resource in plan.Steps[step].Arguments.Resources)
            {
                if (!index.TryGetValue(resource, out var i)) continue;
                lifetimes[i] = (Math.Min(lifetimes[i].First, step), keepAll ? plan.Steps.Count - 1 : step);
            }
        }

        return lifetimes;
    }
}
