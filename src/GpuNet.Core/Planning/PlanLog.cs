using System.Text;

namespace GpuNet.Planning;

/// <summary>Tells of plans, for <see cref="Diagnostics.DebugLevels.Plan"/>.</summary>
internal static class PlanLog
{
    public static void Write(ExecutionPlan plan, TextWriter log)
    {
        var text = new StringBuilder();
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            var step = plan.Steps[i];
            text.AppendLine($"step {i}: {step.Label}: {step.Variant}, {step.Groups} groups of {step.Workgroup}: {string.Join("; ", step.Arguments.Resources)}");
        }

        log.Write(text.ToString());
    }
}
