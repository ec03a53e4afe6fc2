namespace GpuNet.Simplify;

/// <summary>What a pass did with one operator, or why it left it alone.</summary>
/// <param name="Pass">The pass's name.</param>
/// <param name="Subject">The operator, with the tensor that it writes.</param>
/// <param name="IsApplied">Whether the pass changed it; otherwise the pass declined.</param>
/// <param name="Detail">What was done, or why not.</param>
public sealed record SimplificationOutcome(string Pass, string Subject, bool IsApplied, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Pass}: {Subject}: {(IsApplied ? "" : "declined, ")}{Detail}";
}
