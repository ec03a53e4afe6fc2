using System.Collections.Immutable;
using GpuNet.Graphs;

namespace GpuNet.Host.Tests.Simplify;

/// <summary>Builds small graphs by hand: tensors and operators are numbered as they come.</summary>
internal sealed class GraphBuilder
{
    private readonly List<Tensor> tensors = [];
    private readonly List<Operator> operators = [];

    public static Shape Image { get; } = new(1, 4, 4, 8);

    public int Tensor(ElementType type = ElementType.Float32, Shape? shape = null, Quantisation? quantisation = null, byte[]? constant = null)
    {
        var index = tensors.Count;
        var tensor = new Tensor(index, $"t{index}", type, shape ?? Image, quantisation, Constant: null);
        tensors.Add(constant == null ? tensor : tensor with { Constant = constant });
        return index;
    }

    public int Conv(int input, Activation activation = Activation.None, ElementType type = ElementType.Float32) => Add(
        (index, output) => new Conv2D(index, [input], output, Padding.Same, 1, 1, 1, 1, activation), type);

    public int Relu6(int input, ElementType type = ElementType.Float32) => Unary(input, UnaryKind.Relu6, type);

    public int Unary(int input, UnaryKind kind, ElementType type = ElementType.Float32) =>
        Add((index, output) => new Unary(index, [input], output, kind), type);

    public int Reshape(int input, Shape shape, bool squeeze = false) =>
        Add((index, output) => new Reshape(index, [input], output, squeeze), ElementType.Float32, shape);

    public int Dequantize(int input, Shape shape, ElementType type = ElementType.Float32) =>
        Add((index, output) => new Dequantize(index, [input], output), type, shape);

    public int Add(Func<int, int, Operator> make, ElementType type = ElementType.Float32, Shape? shape = null)
    {
        var output = Tensor(type, shape);
        operators.Add(make(operators.Count, output));
        return output;
    }

    public Graph Build(params int[] outputs) => new([.. tensors], [.. operators], [0], [.. outputs]);
}

/// <summary>What must hold for every simplified graph.</summary>
internal static class GraphAssert
{
    public static void IsSound(Graph simplified, Graph original)
    {
        Assert.That(simplified.Tensors.Select(t => t with { Constant = null }), Is.EqualTo(original.Tensors.Select(t => t with { Constant = null })));
        Assert.That(simplified.Inputs.AsEnumerable(), Is.EqualTo(original.Inputs.AsEnumerable()));
        Assert.That(simplified.Outputs.AsEnumerable(), Is.EqualTo(original.Outputs.AsEnumerable()));
        var written = simplified.Inputs.Concat(simplified.Tensors.Where(t => t.Constant != null).Select(t => t.Index)).ToHashSet();
        foreach (var op in simplified.Operators)
        {
            Assert.That(op.Inputs.Where(input => input >= 0 && !written.Contains(input)), Is.Empty, $"{op} reads what nobody has written");
            Assert.That(written.Add(op.Output), $"{op} writes what is written already");
        }

        Assert.That(simplified.Outputs.Where(output => !written.Contains(output)), Is.Empty, "outputs that nobody writes");
    }
}
