using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;

namespace GpuNet.Planning;

/// <summary>Plans operators on bytes that go element by element: tables, sums and products, conversions.</summary>
internal static class QuantisedElementwisePlanner
{
    public static void Plan(PlanBuilder builder, Unary op)
    {
        var input = builder.Quantisation(op.Inputs[0]);
        var output = builder.Quantisation(op.Output);
        var function = op.Kind switch
        {
            UnaryKind.Relu => Rectifier(input, output, Activation.Relu),
            UnaryKind.Relu6 => Rectifier(input, output, Activation.Relu6),
            UnaryKind.Logistic => Logistic(input, output),
            _ => HardSwishFunction.Of(input, output),
        };
        Apply(builder, op.Inputs[0], builder.Destination(op.Output), function);
    }

    public static void Plan(PlanBuilder builder, Quantize op)
    {
        var output = builder.Quantisation(op.Output);
        if (!builder.IsBytes(op.Inputs[0]))
        {
            var floats = builder.Source(op.Inputs[0]);
            var bytes = builder.Destination(op.Output);
            builder.Run(new FloatsToBytes(floats, bytes, output.Scale, output.ZeroPoint), PlanBuilder.Grid(bytes));
            return;
        }

        var input = builder.Quantisation(op.Inputs[0]);
        var factor = FixedPointFactor.Of((double)input.Scale / output.Scale);
        Apply(builder, op.Inputs[0], builder.Destination(op.Output), q => factor.Apply(q - input.ZeroPoint) + output.ZeroPoint);
    }

    public static void Plan(PlanBuilder builder, Dequantize op)
    {
        if (!builder.IsBytes(op.Inputs[0]))
            throw new UnsupportedModelException($"{op}: {builder.Graph.Tensors[op.Inputs[0]]} is computed in half floats, which is not supported.");
        ToFloats(builder, op, ByteScale.Of(builder.Quantisation(op.Inputs[0])));
    }

    public static void Plan(PlanBuilder builder, Normalise op) => ToFloats(builder, op, ByteScale.Of(op.Normalisation));

    // Convolutions read the bytes themselves.
    private static void ToFloats(PlanBuilder builder, Operator op, ByteScale scale)
    {
        if (builder.IsReadByConvolutionsOnly(op.Output))
        {
            builder.KeepBytes(op.Output, op.Inputs[0], scale);
            return;
        }

        var bytes = builder.Source(op.Inputs[0]);
        var floats = builder.Destination(op.Output);
        builder.Run(new BytesToFloats(bytes, floats, scale), PlanBuilder.Grid(floats));
    }

    /// <summary>ADD, SUB or MUL.</summary>
    public static QuantisedBinary Binary(
        PlanBuilder builder, Binary op, DeviceTensor left, DeviceTensor right, DeviceTensor destination, int leftChannels, int rightChannels)
    {
        var (a, b, output) = (builder.Quantisation(op.Inputs[0]), builder.Quantisation(op.Inputs[1]), builder.Quantisation(op.Output));
        var extents = builder.Extents(op.Output);
        double twiceGreater = 2 * MathF.Max(a.Scale, b.Scale);
        var factor = op.Kind == BinaryKind.Mul
            ? FixedPointFactor.Of(a.Scale * b.Scale / output.Scale)
            : FixedPointFactor.Of(twiceGreater / (float)((1 << QuantisedBinary.LeftShift) * output.Scale));
        return new QuantisedBinary(
            left,
            right,
            destination,
            extents.Slices,
            leftChannels,
            rightChannels,
            extents.Channels,
            (int)op.Kind,
            a.ZeroPoint,
            b.ZeroPoint,
            FixedPointFactor.Of(a.Scale / twiceGreater),
            FixedPointFactor.Of(b.Scale / twiceGreater),
            factor,
            output.RangeOf(op.Activation));
    }

    /// <summary>Whether CONCATENATION brings an input to the output's scale: unsigned ones of another scale or zero-point.</summary>
    public static bool NeedsRescaling(PlanBuilder builder, int input, int output) =>
        builder.Graph.Tensors[input].Type == ElementType.UInt8 && builder.Quantisation(input) != builder.Quantisation(output);

    /// <summary>An input of CONCATENATION in the output's scale.</summary>
    public static DeviceTensor Rescale(PlanBuilder builder, int input, int output)
    {
        var rescaled = builder.Activation(builder.Graph.Tensors[input].Name, builder.Extents(input), TexelFormat.Int8);
        Rescale(builder, input, output, rescaled);
        return rescaled;
    }

    /// <summary>Writes an input of CONCATENATION in the output's scale.</summary>
    public static void Rescale(PlanBuilder builder, int input, int output, DeviceTensor rescaled)
    {
        var (from, to) = (builder.Quantisation(input), builder.Quantisation(output));
        // TensorFlow Lite computes in floats here, on the unsigned values.
        var scale = from.Scale * (1 / to.Scale);
        var offset = -(from.ZeroPoint + from.Offset) * scale;
        Apply(builder, input, rescaled, q => RoundAway(((q + from.Offset) * scale) + offset) + to.ZeroPoint);
    }

    private static void Apply(PlanBuilder builder, int input, DeviceTensor destination, Func<int, int> function)
    {
        var table = builder.Constant($"{destination.Name}, table", ByteTables.Pack(function));
        var source = builder.Source(input);
        builder.Run(new ByteTable(source, table, destination), PlanBuilder.Grid(destination));
    }

    private static Func<int, int> Rectifier(ByteQuantisation input, ByteQuantisation output, Activation activation)
    {
        var factor = FixedPointFactor.Of(input.Scale / output.Scale);
        var range = output.RangeOf(activation);
        return q => Math.Clamp(factor.Apply(q - input.ZeroPoint) + output.ZeroPoint, range.Low, range.High);
    }

    private static Func<int, int> Logistic(ByteQuantisation input, ByteQuantisation output)
    {
        var inverse = 1 / output.Scale;
        return q => RoundAway(1 / (1 + MathF.Exp(-(input.Scale * (q - input.ZeroPoint)))) * inverse) + output.ZeroPoint;
    }

    private static int RoundAway(float x) => (int)MathF.Round(x, MidpointRounding.AwayFromZero);
}
