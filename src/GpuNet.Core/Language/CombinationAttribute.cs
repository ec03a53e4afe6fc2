namespace GpuNet.Language;

/// <summary>
/// Names one combination of values of a kernel's structural parameters, in their order. A kernel with such attributes has variants
/// for these combinations alone; without one, for every combination.
/// </summary>
/// <param name="values">One of the values of each structural parameter.</param>
[AttributeUsage(AttributeTargets.Struct, AllowMultiple = true)]
public sealed class CombinationAttribute(params int[] values) : Attribute
{
    /// <summary>The values.</summary>
    public IReadOnlyList<int> Values { get; } = values;
}
