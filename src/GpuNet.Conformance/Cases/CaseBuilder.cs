using System.Collections.Immutable;
using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>Collects the tensors of a case; what is random comes from the case's own numbers.</summary>
internal sealed class CaseBuilder(LayerCaseId id, Random random)
{
    private const int LargestBias = 2000;

    private readonly List<Tensor> tensors = [];
    private readonly List<int> inputs = [];
    private readonly List<byte[]> elements = [];
    private readonly List<Operator> before = [];

    public ElementType Type => id.Type;

    public bool IsFloat => Type == ElementType.Float32;

    public Random Random { get; } = random;

    /// <summary>How far the elements and scales of this case go; cases take turns.</summary>
    public CaseStyle Style { get; } =
        (CaseStyle)((id.Number + (id.Number / AwkwardShapes.Images.Count)) % Enum.GetValues<CaseStyle>().Length);

    /// <summary>See <see cref="LayerCase.Magnitude"/>.</summary>
    public double Magnitude { get; set; } = 1;

    /// <summary>The greatest magnitude of a float of an input.</summary>
    public double FloatRange => Style == CaseStyle.Extreme ? 100 : 1;

    public Shape ShapeOf(int tensor) => tensors[tensor].Shape;

    public Quantisation? QuantisationOf(int tensor) => tensors[tensor].Quantisation;

    public Activation RandomActivation() => (Activation)Random.Next(Enum.GetValues<Activation>().Length);

    /// <summary>An input with random elements.</summary>
    public int Input(Shape shape, Quantisation? quantisation) => Input(shape, Type, quantisation, Elements(shape, Type));

    public int Input(Shape shape, ElementType type, Quantisation? quantisation, byte[] bytes)
    {
        inputs.Add(tensors.Count);
        elements.Add(bytes);
        return Add($"input {inputs.Count}", shape, type, quantisation, null);
    }

    public int Constant(string name, Shape shape, Quantisation? quantisation) => Add(name, shape, Type, quantisation, Elements(shape, Type));

    public int Integers(string name, Shape shape, params int[] values) =>
        Add(name, shape, ElementType.Int32, null, MemoryMarshal.AsBytes<int>(values).ToArray());

    /// <summary>A bias: floats, or integers in the scale of the sums; -1, which is none, for a case in seven.</summary>
    public int Bias(int channels)
    {
        if (id.Number % 7 == 6) return -1;
        var shape = new Shape(channels);
        return IsFloat
            ? Add("bias", shape, Type, null, Elements(shape, Type))
            : Integers("bias", shape, [.. Enumerable.Range(0, channels).Select(_ => Random.Next(-LargestBias, LargestBias))]);
    }

    public int Output(Shape shape, Quantisation? quantisation) => Output(shape, Type, quantisation);

    public int Output(Shape shape, ElementType type, Quantisation? quantisation) => Add("output", shape, type, quantisation, null);

    /// <summary>One scale and a zero-point for bytes, nothing for floats. Extreme cases have the zero-point at an end of the type.</summary>
    public Quantisation? PerTensor(float scale)
    {
        if (IsFloat) return null;
        var (low, high) = Type == ElementType.UInt8 ? (0, 255) : (-128, 127);
        var zeroPoint = Style == CaseStyle.Extreme ? (Random.Next(2) == 0 ? low : high) : Random.Next(low, high + 1);
        return new Quantisation([Round(scale)], [zeroPoint], 0);
    }

    /// <summary>A scale for each index along an axis, for signed weights; half of the cases have one for all.</summary>
    public Quantisation? PerChannel(float scale, int channels, int axis)
    {
        if (Type != ElementType.Int8) return PerTensor(scale);
        if (id.Number % 2 == 1) return new Quantisation([Round(scale)], [0], 0);
        ImmutableArray<float> scales = [.. Enumerable.Range(0, channels).Select(_ => Round(scale * MathF.Pow(2, (Random.NextSingle() * 4) - 2)))];
        return new Quantisation(scales, [.. Enumerable.Repeat(0, channels)], axis);
    }

    /// <summary>A random scale around <paramref name="scale"/>; far from it in extreme cases.</summary>
    public float ScaleAround(float scale)
    {
        var octaves = Style == CaseStyle.Extreme ? 6f : 1f;
        return scale * MathF.Pow(2, ((2 * Random.NextSingle()) - 1) * octaves);
    }

    /// <summary>Random elements: bytes over their whole range, floats up to <see cref="FloatRange"/>; sparse cases have many zeros and ends.</summary>
    public byte[] Elements(Shape shape, ElementType type)
    {
        var count = checked((int)shape.ElementCount);
        if (type == ElementType.Float32)
        {
            var floats = new float[count];
            foreach (ref var value in floats.AsSpan())
            {
                var kind = Style == CaseStyle.Sparse ? Random.Next(4) : 3;
                value = (float)FloatRange * kind switch { 0 => 0, 1 => 1, 2 => -1, _ => (2 * Random.NextSingle()) - 1 };
            }

            return MemoryMarshal.AsBytes<float>(floats).ToArray();
        }

        var bytes = new byte[count];
        Random.NextBytes(bytes);
        if (Style != CaseStyle.Sparse) return bytes;
        // The ends of both types, and what is nearest to zero in them.
        ReadOnlySpan<byte> ends = [0x00, 0x7f, 0x80, 0xff];
        foreach (ref var value in bytes.AsSpan())
        {
            if (Random.Next(2) == 0) value = ends[Random.Next(ends.Length)];
        }

        return bytes;
    }

    /// <summary>An activation between two operators of the case.</summary>
    public int Activation(Shape shape, ElementType type) => Add("between", shape, type, null, null);

    /// <summary>An operator in front of the case's own.</summary>
    public void Precede(Operator op) => before.Add(op);

    public LayerCase Finish(Operator op) =>
        new(id, new Graph([.. tensors], [.. before, op], [.. inputs], [op.Output]), elements, Magnitude);

    // Between powers of two a rounding seldom has to decide between two halves; with them it often does.
    private float Round(float scale) => Style == CaseStyle.Sparse ? MathF.Pow(2, MathF.Round(MathF.Log2(scale))) : scale;

    private int Add(string name, Shape shape, ElementType type, Quantisation? quantisation, byte[]? constant)
    {
        tensors.Add(new Tensor(tensors.Count, name, type, shape, quantisation, constant));
        return tensors.Count - 1;
    }
}

/// <summary>How far the numbers of a case go.</summary>
internal enum CaseStyle
{
    /// <summary>As in a network.</summary>
    Usual,

    /// <summary>Zero-points at the ends, scales that saturate or vanish, floats up to 100.</summary>
    Extreme,

    /// <summary>Many elements are zero or at an end of the range, and scales are powers of two, so that roundings meet many ties.</summary>
    Sparse,
}
