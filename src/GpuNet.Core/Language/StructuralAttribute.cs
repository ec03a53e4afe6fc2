namespace GpuNet.Language;

/// <summary>
/// Marks an <c>int</c> parameter of a kernel's primary constructor as structural: the generator makes one variant of the
/// kernel for each of <paramref name="values"/>, with the parameter a compile-time constant there, so that it may size
/// local arrays and loops over it are unrolled.
/// </summary>
/// <param name="values">The values that the parameter may take, each one a variant.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class StructuralAttribute(params int[] values) : Attribute
{
    /// <summary>The values that the parameter may take.</summary>
    public IReadOnlyList<int> Values { get; } = values;
}
