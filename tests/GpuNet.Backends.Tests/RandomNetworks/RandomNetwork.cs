using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Backends.Tests;

/// <summary>A network of random operators in any order, with what one operator alone never shows: tensors that several read, aliases, reused memory.</summary>
internal sealed class RandomNetwork
{
    private const int MostChannels = 60;

    private readonly Random random;
    private readonly ElementType type;
    private readonly List<Tensor> tensors = [];
    private readonly List<Operator> operators = [];
    private readonly List<int> images = [];

    /// <param name="seed">The same seed gives the same network.</param>
    public RandomNetwork(int seed)
    {
        random = new Random(seed);
        type = Of(ElementType.Float32, ElementType.UInt8, ElementType.Int8);
        images.Add(Activation(new Shape(1 + random.Next(3), 4 + random.Next(14), 4 + random.Next(14), 1 + random.Next(20))));
        var count = 4 + random.Next(12);
        while (operators.Count < count) Add(images[random.Next(2) == 0 ? images.Count - 1 : random.Next(images.Count)]);
        int[] outputs = [operators[^1].Output, operators[random.Next(operators.Count)].Output];
        Graph = new Graph([.. tensors], [.. operators], [0], [.. outputs.Distinct()]);
        Input = Elements(tensors[0].Shape);
    }

    public Graph Graph { get; }

    public byte[] Input { get; }

    private bool IsFloat => type == ElementType.Float32;

    private int Next => operators.Count;

    private void Add(int image)
    {
        var shape = tensors[image].Shape;
        switch (random.Next(12))
        {
            case 0 or 1:
                Convolution(image, shape);
                break;
            case 2 or 3:
                Depthwise(image, shape);
                break;
            case 4:
                Pool(image, shape);
                break;
            case 5 or 6:
                Binary(image, shape);
                break;
            case 7:
                Done(new Unary(Next, [image], Activation(shape), Of(UnaryKind.Relu, UnaryKind.Relu6, UnaryKind.HardSwish)));
                break;
            case 8:
                var (top, left) = (random.Next(3), random.Next(3));
                var paddings = Integers(new Shape(4, 2), 0, 0, top, 1, left, 0, 0, 0);
                Done(new Pad(Next, [image, paddings], Activation(new Shape(shape[0], shape[1] + top + 1, shape[2] + left, shape[3]), image), [0, top, left, 0], [0, 1, 0, 0]));
                break;
            case 9:
                Concatenate(image, shape);
                break;
            case 10:
                var flat = new Shape(shape[0], 1, shape[1] * shape[2], shape[3]);
                Done(new Reshape(Next, [image], Activation(flat, image), IsSqueeze: false));
                break;
            default:
                var axes = Integers(new Shape(2), 1, -2);
                Done(new Mean(Next, [image, axes], Activation(new Shape(shape[0], 1, 1, shape[3])), [1, 2], KeepDimensions: true));
                break;
        }
    }

    private void Convolution(int image, Shape shape)
    {
        var (x, y, stride, outputs) = (Of(1, 1, 3, 5), Of(1, 3), 1 + random.Next(2), Of(1, 3, 4, 8, 17, 32));
        var weights = Weights(new Shape(outputs, y, x, shape[3]), outputs, axis: 0);
        var bias = Bias(outputs);
        var result = Activation(new Shape(shape[0], Strided(shape[1], stride), Strided(shape[2], stride), outputs), scale: 0.01f * MathF.Sqrt(x * y * shape[3]));
        Done(new Conv2D(Next, bias < 0 ? [image, weights] : [image, weights, bias], result, Padding.Same, stride, stride, 1, 1, AnyActivation()));
    }

    private void Depthwise(int image, Shape shape)
    {
        var multiplier = shape[3] * 2 <= MostChannels && random.Next(4) == 0 ? 2 : 1;
        var (extent, stride, outputs) = (Of(3, 3, 5, 1), 1 + random.Next(2), shape[3] * multiplier);
        var weights = Weights(new Shape(1, extent, extent, outputs), outputs, axis: 3);
        var bias = Bias(outputs);
        var result = Activation(new Shape(shape[0], Strided(shape[1], stride), Strided(shape[2], stride), outputs), scale: 0.01f * extent);
        Done(new DepthwiseConv2D(Next, bias < 0 ? [image, weights] : [image, weights, bias], result, Padding.Same, stride, stride, 1, 1, multiplier, AnyActivation()));
    }

    private void Pool(int image, Shape shape)
    {
        var (kind, stride) = (Of(PoolKind.Average, PoolKind.Maximum), 1 + random.Next(2));
        var result = Activation(new Shape(shape[0], Strided(shape[1], stride), Strided(shape[2], stride), shape[3]), image);
        Done(new Pool2D(Next, [image], result, kind, Padding.Same, 1 + random.Next(4), 1 + random.Next(4), stride, stride, AnyActivation()));
    }

    private void Binary(int image, Shape shape)
    {
        var alike = images.Where(i => tensors[i].Shape == shape).ToList();
        var constant = Of(new Shape(), new Shape(shape[3]), new Shape(1, 1, 1, shape[3]), new Shape(1, shape[1], shape[2], 1));
        var other = random.Next(3) == 0 ? Constant(constant, Quantisation(0.01f)) : alike[random.Next(alike.Count)];
        Done(new Binary(
            Next, random.Next(2) == 0 ? [image, other] : [other, image], Activation(shape, scale: 0.03f), Of(BinaryKind.Add, BinaryKind.Sub, BinaryKind.Mul), AnyActivation()));
    }

    private void Concatenate(int image, Shape shape)
    {
        // Signed bytes are joined in one scale alone.
        var alike = images.Where(i => tensors[i].Shape == shape && (type != ElementType.Int8 || tensors[i].Quantisation == tensors[image].Quantisation)).ToList();
        var axis = 1 + random.Next(3);
        var extents = shape.Extents.ToArray();
        extents[axis] *= 2;
        if (extents[axis] <= MostChannels)
            Done(new Concatenation(Next, [image, alike[random.Next(alike.Count)]], Activation(new Shape(extents), image), axis, Graphs.Activation.None));
    }

    private void Done(Operator op)
    {
        operators.Add(op);
        images.Add(op.Output);
    }

    private int Activation(Shape shape, int? quantisedAs = null, float scale = 0.02f) =>
        Tensor(shape, type, quantisedAs is { } tensor ? tensors[tensor].Quantisation : Quantisation(scale * (0.7f + random.NextSingle())), null);

    private int Constant(Shape shape, Quantisation? quantisation) => Tensor(shape, type, quantisation, Elements(shape));

    private int Weights(Shape shape, int channels, int axis) => Constant(shape, type != ElementType.Int8
        ? Quantisation(0.01f)
        : new Quantisation([.. Enumerable.Range(0, channels).Select(_ => 0.005f + (0.01f * random.NextSingle()))], [.. new int[channels]], axis));

    private int Bias(int channels) => random.Next(4) == 0 ? -1
        : IsFloat ? Constant(new Shape(channels), null)
        : Integers(new Shape(channels), [.. Enumerable.Range(0, channels).Select(_ => random.Next(-2000, 2000))]);

    private int Integers(Shape shape, params int[] values) => Tensor(shape, ElementType.Int32, null, MemoryMarshal.AsBytes<int>(values).ToArray());

    private int Tensor(Shape shape, ElementType of, Quantisation? quantisation, byte[]? constant)
    {
        tensors.Add(new Tensor(tensors.Count, $"tensor {tensors.Count}", of, shape, quantisation, constant));
        return tensors.Count - 1;
    }

    private Quantisation? Quantisation(float scale) =>
        IsFloat ? null : new Quantisation([scale], [type == ElementType.UInt8 ? random.Next(100, 156) : random.Next(-20, 20)], 0);

    private byte[] Elements(Shape shape)
    {
        if (IsFloat) return MemoryMarshal.AsBytes<float>(Array.ConvertAll(new float[shape.ElementCount], _ => (2 * random.NextSingle()) - 1)).ToArray();
        var bytes = new byte[shape.ElementCount];
        random.NextBytes(bytes);
        return bytes;
    }

    private Activation AnyActivation() => (Activation)random.Next(Enum.GetValues<Activation>().Length);

    private T Of<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    private static int Strided(int extent, int stride) => (extent + stride - 1) / stride;
}
