using GpuNet.Graphs;

namespace GpuNet.Backends.Tests;

/// <summary>Makes layers of awkward shapes with random elements and options.</summary>
/// <param name="seed">Equal seeds make equal layers.</param>
/// <param name="type">The type of their elements.</param>
internal sealed class LayerFactory(int seed, ElementType type = ElementType.Float32)
{
    // One pixel, rows of a narrow and of a wide tile and a rest, several images, slices that make no pairs, a row wider than a
    // workgroup of tiles, a column.
    private static readonly NhwcExtents[] Awkward =
        [new(1, 1, 1, 1), new(1, 7, 5, 3), new(3, 4, 9, 8), new(3, 5, 6, 5), new(1, 2, 131, 2), new(1, 33, 1, 17)];

    private static readonly int[] OutputChannels = [1, 9, 16, 10, 3, 4];

    private static readonly Window PointWindow = new(1, 1, 1, 1, 1, 1, Padding.Same);

    private readonly Random random = new(seed);

    /// <summary>Layers of every kind.</summary>
    public IEnumerable<Layer> All() => [.. Pointwise(), .. Conv2D(), .. Depthwise(), .. DepthMultiplier()];

    /// <summary>1x1 convolutions of every awkward shape.</summary>
    public IEnumerable<Layer> Pointwise() =>
        [.. Awkward.Select((input, i) => Conv2D(input, OutputChannels[i], PointWindow)), Conv2D(new NhwcExtents(1, 2, 3, 5), 7, PointWindow)];

    /// <summary>
    /// Convolutions of every awkward shape with random windows; of rows for a wide tile with one slice and with two; with sums of so many
    /// bytes that their weights must tell whether a float holds them exactly, and of more.
    /// </summary>
    public IEnumerable<Layer> Conv2D() =>
    [
        Conv2D(new NhwcExtents(1, 3, 9, 120), 4, Square(1, Padding.Same)),
        Conv2D(new NhwcExtents(1, 2, 8, 280), 4, Square(1, Padding.Same)),
        .. Awkward.Select((input, i) => Conv2D(input, OutputChannels[i], WindowFor(i))),
        Conv2D(new NhwcExtents(1, 6, 9, 3), 4, Square(1, Padding.Same)),
        Conv2D(new NhwcExtents(1, 19, 17, 3), 8, Square(2, Padding.Same)),
    ];

    /// <summary>Depthwise convolutions of every awkward shape with random windows, and those of <see cref="Depthwise3x3"/>.</summary>
    public IEnumerable<Layer> Depthwise() => [.. Awkward.Select((input, i) => Depthwise(input, WindowFor(i), multiplier: 1)), .. Depthwise3x3()];

    /// <summary>Depthwise convolutions with 3 x 3 taps at strides 1 and 2: with tiles that reach beyond both edges, and with several images.</summary>
    public IEnumerable<Layer> Depthwise3x3() =>
    [
        Depthwise(new NhwcExtents(1, 9, 9, 6), Square(1, Padding.Same), multiplier: 1),
        Depthwise(new NhwcExtents(2, 8, 12, 9), Square(1, Padding.Valid), multiplier: 1),
        Depthwise(new NhwcExtents(2, 9, 11, 5), Square(2, Padding.Same), multiplier: 1),
        Depthwise(new NhwcExtents(1, 12, 16, 4), Square(2, Padding.Same), multiplier: 1),
    ];

    /// <summary>Depthwise convolutions with more than one output channel for each input channel.</summary>
    public IEnumerable<Layer> DepthMultiplier() => Awkward.Select((input, i) => Depthwise(input, WindowFor(i), multiplier: 2 + (i % 3)));

    private Layer Conv2D(NhwcExtents input, int outputs, Window window)
    {
        var activation = RandomActivation();
        var op = new Conv2D(
            0, [0, 1, 2], 3, window.Padding, window.StrideX, window.StrideY, window.DilationX, window.DilationY, activation);
        return Build(op, input, new Shape(outputs, window.KernelY, window.KernelX, input.Channels), outputs, window, activation);
    }

    private Layer Depthwise(NhwcExtents input, Window window, int multiplier)
    {
        var activation = RandomActivation();
        var outputs = input.Channels * multiplier;
        var op = new DepthwiseConv2D(
            0, [0, 1, 2], 3, window.Padding, window.StrideX, window.StrideY, window.DilationX, window.DilationY, multiplier, activation);
        return Build(op, input, new Shape(1, window.KernelY, window.KernelX, outputs), outputs, window, activation);
    }

    private Layer Build(Operator op, NhwcExtents input, Shape weights, int outputs, Window window, Activation activation)
    {
        var height = window.Outputs(input.Height, window.KernelY, window.StrideY, window.DilationY);
        var width = window.Outputs(input.Width, window.KernelX, window.StrideX, window.DilationX);
        var inputShape = new Shape(input.Batch, input.Height, input.Width, input.Channels);
        var tensors = new LayerTensors(random, type);
        var isDepthwise = op is DepthwiseConv2D;
        var products = window.KernelX * window.KernelY * (isDepthwise ? 1 : input.Channels);
        Tensor[] all =
        [
            tensors.Input(inputShape),
            tensors.Weights(weights, isDepthwise ? 3 : 0),
            tensors.Bias(outputs),
            tensors.Output(new Shape(input.Batch, height, width, outputs), products),
        ];
        return new Layer(
            $"{op.Name} of {type} {inputShape} with {weights}, {window}, {activation}",
            new Graph([.. all], [op], [0], [3]),
            tensors.Elements(inputShape));
    }

    /// <summary>A random window; every other shape keeps its extents, so that rows of every length come out.</summary>
    private Window WindowFor(int shape)
    {
        var input = Awkward[shape];
        var window = new Window(
            random.Next(1, 6), random.Next(1, 4), random.Next(1, 4), random.Next(1, 3), random.Next(1, 3), random.Next(1, 3), Padding.Same);
        if (shape % 2 == 1) return window with { StrideX = 1, StrideY = 1 };
        var fitsInside = window.SpanX <= input.Width && window.SpanY <= input.Height;
        return fitsInside && random.Next(2) == 0 ? window with { Padding = Padding.Valid } : window;
    }

    private static Window Square(int stride, Padding padding) => new(3, 3, stride, stride, 1, 1, padding);

    private Activation RandomActivation() => (Activation)random.Next(Enum.GetValues<Activation>().Length);

    private readonly record struct Window(
        int KernelX, int KernelY, int StrideX, int StrideY, int DilationX, int DilationY, Padding Padding)
    {
        /// <summary>Pixels from the first tap to the last along x.</summary>
        public int SpanX => ((KernelX - 1) * DilationX) + 1;

        /// <summary>Pixels from the first tap to the last along y.</summary>
        public int SpanY => ((KernelY - 1) * DilationY) + 1;

        /// <summary>Outputs along an axis, as TensorFlow Lite defines them.</summary>
        public int Outputs(int inputs, int kernel, int stride, int dilation) => Padding == Padding.Same
            ? (inputs + stride - 1) / stride
            : (inputs - ((kernel - 1) * dilation) + stride - 1) / stride;

        public override string ToString() =>
            $"stride {StrideX}x{StrideY}, dilation {DilationX}x{DilationY}, {Padding}";
    }
}
