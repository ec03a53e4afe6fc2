using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED.</summary>
internal static class ConvolutionCases
{
    private const float InputScale = 0.02f;
    private const float WeightScale = 0.01f;

    // Spreads sums of random products over the range of a byte.
    private const float Spread = 64;

    /// <summary>Two operators that are computed in one step, which a network has where that was measured to be faster.</summary>
    public const string Separable = "separable";

    public static IReadOnlyList<CaseFamily> Families { get; } =
    [
        new("conv2d", CaseFamily.AllTypes, 36, Conv2D),
        new("byte-conv2d", [ElementType.Float32], 24, ByteConv2D),
        new("depthwise", CaseFamily.AllTypes, 36, Depthwise),
        new(Separable, [ElementType.Float32], 24, DepthwiseAndPointwise),
        new("fully-connected", CaseFamily.AllTypes, 24, FullyConnected),
    ];

    private static Conv2D Conv2D(CaseBuilder builder, int number)
    {
        var input = AwkwardShapes.Image(number);
        var outputs = AwkwardShapes.Channels[(number + (number / AwkwardShapes.Images.Count)) % AwkwardShapes.Channels.Count];
        // Pointwise ones have kernels of their own.
        var window = number % 3 == 0 ? WindowCase.Pointwise : WindowCase.Random(builder.Random, input);
        var (x, bias, activation) = (Input(builder, input), -1, builder.RandomActivation());
        var weights = Weights(builder, new Shape(outputs, window.KernelY, window.KernelX, input.Channels), channelAxis: 0);
        bias = builder.Bias(outputs);
        var y = Output(builder, window.OutputOf(input, outputs), window.Taps * input.Channels);
        return new Conv2D(
            0, bias < 0 ? [x, weights] : [x, weights, bias], y,
            window.Padding, window.StrideX, window.StrideY, window.DilationX, window.DilationY, activation);
    }

    /// <summary>Of bytes that DEQUANTIZE, or else the normalisation of an input, makes floats of.</summary>
    private static Conv2D ByteConv2D(CaseBuilder builder, int number)
    {
        var extents = AwkwardShapes.Image(number);
        var window = WindowCase.Random(builder.Random, extents);
        var outputs = AwkwardShapes.Channels[number % AwkwardShapes.Channels.Count];
        var shape = extents.ToShape();
        var elements = builder.Elements(shape, ElementType.UInt8);
        var floats = builder.Activation(shape, ElementType.Float32);
        double magnitude;
        if (number % 2 == 0)
        {
            var quantisation = new Quantisation([builder.ScaleAround(InputScale)], [builder.Random.Next(256)], 0);
            magnitude = 255 * quantisation.Scales[0];
            builder.Precede(new Dequantize(0, [builder.Input(shape, ElementType.UInt8, quantisation, elements)], floats));
        }
        else
        {
            var normalisation = ConversionCases.Normalisation(builder, extents.Channels);
            magnitude = 255 / normalisation.Deviation.Min();
            builder.Precede(new Normalise(0, [builder.Input(shape, ElementType.UInt8, null, elements)], floats, normalisation));
        }

        var activation = builder.RandomActivation();
        var weights = Weights(builder, new Shape(outputs, window.KernelY, window.KernelX, extents.Channels), channelAxis: 0);
        var bias = builder.Bias(outputs);
        var y = Output(builder, window.OutputOf(extents, outputs), window.Taps * extents.Channels);
        builder.Magnitude *= magnitude;
        return new Conv2D(
            1, bias < 0 ? [floats, weights] : [floats, weights, bias], y,
            window.Padding, window.StrideX, window.StrideY, window.DilationX, window.DilationY, activation);
    }

    private static DepthwiseConv2D Depthwise(CaseBuilder builder, int number)
    {
        var input = AwkwardShapes.Image(number);
        var multiplier = number % 4 == 3 ? 2 + (number % 3) : 1;
        var window = WindowCase.Random(builder.Random, input);
        // What most networks have.
        if (number % 2 == 0) window = window with { KernelX = 3, KernelY = 3, DilationX = 1, DilationY = 1, Padding = Padding.Same };
        var activation = builder.RandomActivation();
        var x = Input(builder, input);
        var weights = Weights(builder, new Shape(1, window.KernelY, window.KernelX, input.Channels * multiplier), channelAxis: 3);
        var bias = builder.Bias(input.Channels * multiplier);
        var y = Output(builder, window.OutputOf(input, input.Channels * multiplier), window.Taps);
        return new DepthwiseConv2D(
            0, bias < 0 ? [x, weights] : [x, weights, bias], y,
            window.Padding, window.StrideX, window.StrideY, window.DilationX, window.DilationY, multiplier, activation);
    }

    private static Conv2D DepthwiseAndPointwise(CaseBuilder builder, int number)
    {
        var input = AwkwardShapes.Image(number);
        var outputs = AwkwardShapes.Channels[(number + 3) % AwkwardShapes.Channels.Count];
        var window = WindowCase.Random(builder.Random, input) with { KernelX = 3, KernelY = 3, DilationX = 1, DilationY = 1, Padding = Padding.Same };
        var between = window.OutputOf(input, input.Channels);
        var x = Input(builder, input);
        var taps = Weights(builder, new Shape(1, 3, 3, input.Channels), channelAxis: 3);
        var middle = builder.Activation(between, ElementType.Float32);
        builder.Precede(new DepthwiseConv2D(
            0, [x, taps, builder.Bias(input.Channels)], middle, window.Padding, window.StrideX, window.StrideY, 1, 1, 1, builder.RandomActivation()));
        var weights = Weights(builder, new Shape(outputs, 1, 1, input.Channels), channelAxis: 0);
        var bias = builder.Bias(outputs);
        var y = Output(builder, new Shape(between[0], between[1], between[2], outputs), window.Taps * input.Channels);
        builder.Magnitude *= builder.FloatRange;
        return new Conv2D(1, bias < 0 ? [middle, weights] : [middle, weights, bias], y, Padding.Same, 1, 1, 1, 1, builder.RandomActivation());
    }

    private static FullyConnected FullyConnected(CaseBuilder builder, int number)
    {
        var inputs = AwkwardShapes.Channels[number % AwkwardShapes.Channels.Count] * (1 + (number % 5));
        var outputs = AwkwardShapes.Channels[(number + 5) % AwkwardShapes.Channels.Count];
        var keeps = number % 4 == 2;
        var shape = keeps ? new Shape(2, 3, inputs) : new Shape(1 + (number % 3), inputs);
        var activation = builder.RandomActivation();
        var x = builder.Input(shape, builder.PerTensor(InputScale));
        var weights = builder.Constant("weights", new Shape(outputs, inputs), builder.PerTensor(WeightScale));
        var bias = builder.Bias(outputs);
        var y = Output(builder, keeps ? new Shape(2, 3, outputs) : new Shape(shape[0], outputs), inputs);
        return new FullyConnected(0, bias < 0 ? [x, weights] : [x, weights, bias], y, activation, keeps);
    }

    private static int Input(CaseBuilder builder, NhwcExtents extents) => builder.Input(extents.ToShape(), builder.PerTensor(InputScale));

    private static int Weights(CaseBuilder builder, Shape shape, int channelAxis) =>
        builder.Constant("weights", shape, builder.PerChannel(WeightScale, shape[channelAxis], channelAxis));

    private static int Output(CaseBuilder builder, Shape shape, int products)
    {
        builder.Magnitude = builder.FloatRange * builder.FloatRange * Math.Sqrt(products);
        return builder.Output(shape, builder.PerTensor(builder.ScaleAround(InputScale * WeightScale * Spread * MathF.Sqrt(products))));
    }
}
