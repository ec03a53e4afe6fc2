namespace GpuNet.Planning;

/// <summary>From which step to which each activation of a plan is alive.</summary>
internal static class ActivationLifetimes
{
    /// <summary>First and last step, in the order of <see cref="ExecutionPlan.Activations"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="keepAll">Whether all live to the end, to be looked at.</param>
    public static IReadOnlyList<(int First, int Last)> Of(ExecutionPlan plan, bool keepAll)
    {
        var index = plan.Activations.Select((tensor, i) => (tensor, i)).ToDictionary(p => (object)p.tensor, p => p.i, ReferenceEqualityComparer.Instance);
        var lifetimes = Enumerable.Repeat((First: int.MaxValue, Last: -1), plan.Activations.Count).ToArray();
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
