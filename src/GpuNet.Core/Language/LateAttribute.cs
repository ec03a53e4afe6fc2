namespace GpuNet.Language;

/// <summary>
/// Marks a scalar parameter of a kernel's primary constructor, or a struct of scalars, as late: its values are fixed when a
/// pipeline is made, as good as literals to the driver, and every other value is another pipeline to compile. A parameter without
/// this mark is a uniform, which is given with each dispatch, so that layers of different shapes share a pipeline.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LateAttribute : Attribute;
