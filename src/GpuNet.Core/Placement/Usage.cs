namespace GpuNet.Placement;

/// <summary>A tensor that needs memory, and from which step to which.</summary>
/// <param name="Tensor">The tensor's index; no two usages have the same.</param>
/// <param name="Bytes">What it takes, at least 1.</param>
/// <param name="FirstStep">The step that writes it.</param>
/// <param name="LastStep">The last step that reads it; not before the first. It keeps its memory through this step.</param>
public sealed record Usage(int Tensor, long Bytes, int FirstStep, int LastStep)
{
    /// <summary>Whether there is a step at which both need their memory.</summary>
    public bool Overlaps(Usage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return FirstStep <= other.LastStep && other.FirstStep <= LastStep;
    }

    /// <summary>Whether it needs its memory at a step.</summary>
    public bool IsAliveAt(int step) => FirstStep <= step && step <= LastStep;
}
