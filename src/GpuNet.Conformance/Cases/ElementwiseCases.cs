using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>ADD, SUB and MUL with broadcasting; RELU, RELU6, LOGISTIC and HARD_SWISH.</summary>
internal static class ElementwiseCases
{
    public static IReadOnlyList<CaseFamily> Families { get; } =
    [
        new("add", CaseFamily.AllTypes, 24, (builder, number) => Binary(builder, number, BinaryKind.Add)),
        new("sub", CaseFamily.AllTypes, 24, (builder, number) => Binary(builder, number, BinaryKind.Sub)),
        new("mul", CaseFamily.AllTypes, 24, (builder, number) => Binary(builder, number, BinaryKind.Mul)),
        new("relu", CaseFamily.AllTypes, 12, (builder, number) => Unary(builder, number, UnaryKind.Relu)),
        new("relu6", CaseFamily.AllTypes, 12, (builder, number) => Unary(builder, number, UnaryKind.Relu6)),
        new("logistic", CaseFamily.AllTypes, 12, (builder, number) => Unary(builder, number, UnaryKind.Logistic)),
        new("hard-swish", CaseFamily.AllTypes, 12, (builder, number) => Unary(builder, number, UnaryKind.HardSwish)),
    ];

    private static Binary Binary(CaseBuilder builder, int number, BinaryKind kind)
    {
        var image = AwkwardShapes.Image(number);
        var shape = image.ToShape();
        var other = Broadcast(image, number % 6);
        var swapped = number % 4 == 1;
        var left = builder.Input(swapped ? other : shape, builder.PerTensor(builder.ScaleAround(0.02f)));
        // A constant is packed by the planner, an input is loaded by a kernel.
        var second = swapped ? shape : other;
        var right = number % 5 == 0
            ? builder.Constant("right", second, builder.PerTensor(builder.ScaleAround(0.03f)))
            : builder.Input(second, builder.PerTensor(builder.ScaleAround(0.03f)));
        var scale = builder.IsFloat ? 1 : kind == BinaryKind.Mul
            ? ScaleOf(builder, left) * ScaleOf(builder, right) * 100
            : MathF.Max(ScaleOf(builder, left), ScaleOf(builder, right)) * 1.5f;
        var y = builder.Output(shape, builder.PerTensor(builder.ScaleAround(scale)));
        builder.Magnitude = kind == BinaryKind.Mul ? builder.FloatRange * builder.FloatRange : 2 * builder.FloatRange;
        return new Binary(0, [left, right], y, kind, builder.RandomActivation());
    }

    private static float ScaleOf(CaseBuilder builder, int tensor) => builder.QuantisationOf(tensor)!.Scales[0];

    // What repeats over the image: nothing, a pixel's channels, one element, a plane, a row of images, a vector of lower rank.
    private static Shape Broadcast(NhwcExtents image, int kind) => kind switch
    {
        1 => new Shape(1, 1, 1, image.Channels),
        2 => new Shape(1, 1, 1, 1),
        3 => new Shape(image.Batch, image.Height, image.Width, 1),
        4 => new Shape(1, image.Height, 1, image.Channels),
        5 => new Shape(image.Channels),
        _ => image.ToShape(),
    };

    private static Unary Unary(CaseBuilder builder, int number, UnaryKind kind)
    {
        var shape = AwkwardShapes.AnyRank(number);
        // Both functions are flat beyond +-8, so the inputs are spread over more than that.
        var x = builder.Input(shape, builder.PerTensor(builder.ScaleAround(0.08f)));
        var y = builder.Output(shape, builder.PerTensor(kind switch
        {
            UnaryKind.Logistic => 1 / 256f,
            // Its fixed point only shifts right: the scale is at least a part of 128 of the input's.
            UnaryKind.HardSwish when !builder.IsFloat => ScaleOf(builder, x) * (0.25f + builder.Random.NextSingle()),
            _ => builder.ScaleAround(0.05f),
        }));
        builder.Magnitude = builder.FloatRange;
        return new Unary(0, [x], y, kind);
    }
}
