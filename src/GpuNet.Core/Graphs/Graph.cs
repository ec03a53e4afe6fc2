using System.Collections.Immutable;

namespace GpuNet.Graphs;

/// <summary>A network: operators in the order in which they run, and the tensors between them. Immutable.</summary>
/// <param name="Tensors">All tensors; <see cref="Tensor.Index"/> is the place here.</param>
/// <param name="Operators">The operators, each after those whose outputs it reads.</param>
/// <param name="Inputs">Indices of the tensors that the caller sets.</param>
/// <param name="Outputs">Indices of the tensors that the caller reads.</param>
public sealed record Graph(
    ImmutableArray<Tensor> Tensors, ImmutableArray<Operator> Operators, ImmutableArray<int> Inputs, ImmutableArray<int> Outputs);

/// <summary>A tensor of a network.</summary>
/// <param name="Index">Its place in <see cref="Graph.Tensors"/>, which is its index in the file.</param>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its extents, batch included.</param>
/// <param name="Quantisation">How integers stand for real numbers; null where they do not.</param>
/// <param name="Constant">The elements of a constant; null for an activation.</param>
public sealed record Tensor(
    int Index, string Name, ElementType Type, Shape Shape, Quantisation? Quantisation, TensorData? Constant)
{
    /// <summary>Bytes of all elements.</summary>
    public long ByteLength => Shape.ElementCount * Type.ByteLength();

    /// <inheritdoc/>
    public override string ToString() => $"tensor {Index} '{MessageText.Short(Name)}' {Type} {Shape}";
}

/// <summary>real = scale * (q - zero-point), for a whole tensor or for each index along one axis.</summary>
/// <param name="Scales">One scale, or one for each index along <paramref name="Axis"/>; positive and finite.</param>
/// <param name="ZeroPoints">As many zero-points.</param>
/// <param name="Axis">The axis that the scales run along, where there are several.</param>
public sealed record Quantisation(ImmutableArray<float> Scales, ImmutableArray<int> ZeroPoints, int Axis);
