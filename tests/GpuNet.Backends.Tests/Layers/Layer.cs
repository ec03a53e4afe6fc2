using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Backends.Tests;

/// <summary>A network of one convolution with its input, and what the naive reference makes of it.</summary>
/// <param name="Description">Operator, extents and options: what it takes to build it again, but the random elements.</param>
/// <param name="Graph">Tensor 0 is the input, 1 the weights, 2 the bias and 3 the output.</param>
/// <param name="Input">The bytes of the input's elements, NHWC.</param>
internal sealed record Layer(string Description, Graph Graph, byte[] Input)
{
    public Operator Operator => Graph.Operators[0];

    public NhwcExtents InputExtents => Graph.Tensors[0].Shape.ToNhwc();

    public Shape WeightShape => Graph.Tensors[1].Shape;

    public Tensor Output => Graph.Tensors[3];

    public ReadOnlySpan<float> Weights => Floats(1);

    public ReadOnlySpan<float> Bias => Floats(2);

    /// <summary>The bytes of the naive reference's output, NHWC.</summary>
    public byte[] Expected()
    {
        using var session = new ReferenceSession(Graph);
        return Run(session);
    }

    /// <summary>The bytes of a session's output, NHWC.</summary>
    public byte[] Run(Session session)
    {
        session.Inputs[0].WriteBytes(Input);
        session.Run();
        return session.Outputs[0].Bytes();
    }

    /// <inheritdoc/>
    public override string ToString() => Description;

    private ReadOnlySpan<float> Floats(int tensor) => MemoryMarshal.Cast<byte, float>(Graph.Tensors[tensor].Constant!.Read().Span);
}
