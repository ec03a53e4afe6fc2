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

    /// <summary>For each element of the output the sum of the magnitudes of what is added up to it, NHWC: what rounding errors go by.</summary>
    public float[] Magnitudes()
    {
        Operator op = Operator switch
        {
            Conv2D o => o with { Activation = Activation.None },
            DepthwiseConv2D o => o with { Activation = Activation.None },
            FullyConnected o => o with { Activation = Activation.None },
            var o => throw new NotSupportedException($"{o} is no sum of products."),
        };
        var tensors = Graph.Tensors.Select(t => t.Constant is null ? t : t with { Constant = Absolute(t.Constant.Read().Span) });
        using var session = new ReferenceSession(Graph with { Tensors = [.. tensors], Operators = [op] });
        return MemoryMarshal.Cast<byte, float>((this with { Input = Absolute(Input) }).Run(session)).ToArray();
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

    private static byte[] Absolute(ReadOnlySpan<byte> floats)
    {
        var bytes = floats.ToArray();
        foreach (ref var value in MemoryMarshal.Cast<byte, float>(bytes.AsSpan())) value = MathF.Abs(value);
        return bytes;
    }

    private ReadOnlySpan<float> Floats(int tensor) => MemoryMarshal.Cast<byte, float>(Graph.Tensors[tensor].Constant!.Read().Span);
}
