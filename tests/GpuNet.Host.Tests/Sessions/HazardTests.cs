using GpuNet.Devices;
using GpuNet.Host;
using GpuNet.Planning;
using GpuNet.Simplify;
using GpuNet.Testing;

namespace GpuNet.Host.Tests.Sessions;

/// <summary>Barriers stand where a step depends on one before it, and nowhere else.</summary>
internal sealed class HazardTests
{
    [Test]
    public void A_chain_of_layers_has_a_barrier_between_every_two_steps()
    {
        var steps = Plan("mobilenet_v1_0.25_224.tflite").Steps;
        Assert.That(Barriers(steps), Is.EqualTo(Enumerable.Range(1, steps.Count - 1)));
    }

    [Test]
    public void Every_barrier_is_needed_and_none_is_missing([ValueSource(typeof(MemoryLayoutTests), nameof(MemoryLayoutTests.Models))] string model)
    {
        var steps = Plan(model).Steps;
        var barriers = Barriers(steps);
        TestContext.Out.WriteLine($"{model}: {barriers.Count} barriers between {steps.Count} steps");
        int[] bounds = [0, .. barriers, steps.Count];
        for (var i = 0; i + 1 < bounds.Length; i++)
        {
            var between = Enumerable.Range(bounds[i], bounds[i + 1] - bounds[i]).ToList();
            foreach (var later in between)
                Assert.That(between.Where(e => e < later && Depends(steps[later], steps[e])), Is.Empty, $"{steps[later].Label} lacks a barrier");

            // The step behind a barrier depends on one since the last barrier, so it could not have come earlier.
            if (bounds[i + 1] < steps.Count)
                Assert.That(between.Any(e => Depends(steps[bounds[i + 1]], steps[e])), Is.True, $"{steps[bounds[i + 1]].Label} needs no barrier");
        }
    }

    private static ExecutionPlan Plan(string model)
    {
        var info = new HostBackend().Probe().Devices[0];
        var graph = Simplifier.Run(Model.Load(SharedFiles.Model(model)).Graph, new SimplifyOptions()).Graph;
        return Planner.Plan(graph, PlannerOptions.For(info, new SessionOptions()));
    }

    /// <summary>The steps that have a barrier before them.</summary>
    private static List<int> Barriers(IReadOnlyList<PlannedStep> steps)
    {
        var hazards = new Hazards();
        return [.. Enumerable.Range(0, steps.Count).Where(i => hazards.NeedsBarrier(steps[i]))];
    }

    private static bool Depends(PlannedStep later, PlannedStep earlier) =>
        later.Reads.Intersect(earlier.Writes).Any() || later.Writes.Intersect(earlier.Writes.Concat(earlier.Reads)).Any();
}
