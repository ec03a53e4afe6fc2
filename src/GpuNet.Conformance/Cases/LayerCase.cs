using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>A network of one operator, or of one that others may be computed with, with the elements of its inputs. What it should give is what the reference gives.</summary>
/// <param name="Id">Its name and kind.</param>
/// <param name="Graph">The network.</param>
/// <param name="Inputs">The bytes of each input's elements, NHWC, in the order of <see cref="Graph.Inputs"/>.</param>
/// <param name="Magnitude">The magnitude of the numbers that are added up on the way to a float of the output: rounding errors are a
/// part of it, even where the output itself is small.</param>
public sealed record LayerCase(LayerCaseId Id, Graph Graph, IReadOnlyList<byte[]> Inputs, double Magnitude)
{
    /// <summary>The operator, the last one.</summary>
    public Operator Operator => Graph.Operators[^1];

    /// <summary>Whether there are floats that halves may stand for.</summary>
    public bool AllowsHalves => Graph.Tensors.Any(tensor => tensor.Type == ElementType.Float32);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Id}: {Operator.Name} of {string.Join(", ", Graph.Tensors.Where(t => t.Index != Operator.Output).Select(t => $"{t.Shape}"))} to {Graph.Tensors[Operator.Output].Shape}";
}

/// <summary>Which case: stable from run to run, for any one seed.</summary>
/// <param name="Family">The operator's name on the command line, such as <c>conv2d</c>.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Number">From 0, within family and type.</param>
public readonly record struct LayerCaseId(string Family, ElementType Type, int Number)
{
    /// <summary>f32, u8 or i8.</summary>
    public string TypeWord => Type switch
    {
        ElementType.Float32 => "f32",
        ElementType.UInt8 => "u8",
        ElementType.Int8 => "i8",
        _ => throw new InvalidOperationException($"There are no cases of {Type}."),
    };

    /// <summary>Such as <c>conv2d/u8/17</c>.</summary>
    public override string ToString() => $"{Family}/{TypeWord}/{Number}";
}
