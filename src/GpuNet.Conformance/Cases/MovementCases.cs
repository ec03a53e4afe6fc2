using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>PAD, CONCATENATION, RESHAPE, SQUEEZE and the resizes.</summary>
internal static class MovementCases
{
    public static IReadOnlyList<CaseFamily> Families { get; } =
    [
        new("pad", CaseFamily.AllTypes, 24, Pad),
        new("concatenation", CaseFamily.AllTypes, 24, Concatenation),
        new("reshape", CaseFamily.AllTypes, 12, Reshape),
        new("squeeze", CaseFamily.AllTypes, 12, Squeeze),
        new("resize-bilinear", CaseFamily.AllTypes, 24, (builder, number) => Resize(builder, number, ResizeKind.Bilinear)),
        new("resize-nearest", CaseFamily.AllTypes, 24, (builder, number) => Resize(builder, number, ResizeKind.NearestNeighbor)),
    ];

    private static Pad Pad(CaseBuilder builder, int number)
    {
        var shape = AwkwardShapes.AnyRank(number);
        var before = new int[shape.Rank];
        var after = new int[shape.Rank];
        var extents = new int[shape.Rank];
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            // Rows and columns alone for half of the cases, as before a convolution.
            var pads = number % 2 == 0 || axis is 1 or 2;
            (before[axis], after[axis]) = pads ? (builder.Random.Next(4), builder.Random.Next(4)) : (0, 0);
            extents[axis] = before[axis] + shape[axis] + after[axis];
        }

        var quantisation = builder.PerTensor(0.05f);
        var x = builder.Input(shape, quantisation);
        int[] paddings = [.. before.Zip(after).SelectMany(p => new[] { p.First, p.Second })];
        var amounts = builder.Integers("paddings", new Shape(shape.Rank, 2), paddings);
        builder.Magnitude = builder.FloatRange;
        return new Pad(0, [x, amounts], builder.Output(new Shape(extents), quantisation), [.. before], [.. after]);
    }

    private static Concatenation Concatenation(CaseBuilder builder, int number)
    {
        var shape = AwkwardShapes.Image(number).ToShape();
        var axis = number % 2 == 0 ? 3 : builder.Random.Next(4);
        var output = builder.PerTensor(0.04f);
        var inputs = new int[1 + builder.Random.Next(4)];
        var sum = 0;
        for (var i = 0; i < inputs.Length; i++)
        {
            int[] extents = [.. shape.Extents];
            extents[axis] = Math.Max(1, shape[axis] + builder.Random.Next(-2, 4));
            sum += extents[axis];
            // Unsigned inputs may have scales of their own.
            var own = builder.Type == ElementType.UInt8 && builder.Random.Next(2) == 0;
            inputs[i] = builder.Input(new Shape(extents), own ? builder.PerTensor(builder.ScaleAround(0.04f)) : output);
        }

        int[] joined = [.. shape.Extents];
        joined[axis] = sum;
        builder.Magnitude = builder.FloatRange;
        return new Concatenation(0, [.. inputs], builder.Output(new Shape(joined), output), axis, Activation.None);
    }

    private static Reshape Reshape(CaseBuilder builder, int number)
    {
        var (n, h, w, c) = AwkwardShapes.Image(number);
        var shape = (number / 2 % 6) switch
        {
            0 => new Shape(n, h * w * c),
            1 => new Shape(n * h, w, 1, c),
            2 => new Shape(1, c, h * n, w),
            3 => new Shape(n * h * w * c),
            4 => new Shape(c, w * h * n, 1),
            _ => new Shape(1, 1, h * n, w * c),
        };
        return Move(builder, new Shape(n, h, w, c), shape, isSqueeze: false);
    }

    private static Reshape Squeeze(CaseBuilder builder, int number)
    {
        var shape = AwkwardShapes.Image(number).ToShape();
        int[] extents = [.. shape.Extents.Where(extent => extent > 1)];
        return Move(builder, shape, new Shape(extents), isSqueeze: true);
    }

    private static Reshape Move(CaseBuilder builder, Shape from, Shape to, bool isSqueeze)
    {
        var quantisation = builder.PerTensor(0.05f);
        var x = builder.Input(from, quantisation);
        builder.Magnitude = builder.FloatRange;
        return new Reshape(0, [x], builder.Output(to, quantisation), isSqueeze);
    }

    private static Resize Resize(CaseBuilder builder, int number, ResizeKind kind)
    {
        var image = AwkwardShapes.Image(number);
        var (height, width) = (number % 4) switch
        {
            0 => (image.Height * 2, image.Width * 2),
            1 => (Math.Max(1, image.Height / 2), Math.Max(1, image.Width / 3)),
            2 => (image.Height, image.Width),
            _ => (builder.Random.Next(1, 20), builder.Random.Next(1, 40)),
        };
        var mode = number % 3;
        var quantisation = builder.PerTensor(0.05f);
        var x = builder.Input(image.ToShape(), quantisation);
        var size = builder.Integers("size", new Shape(2), height, width);
        var y = builder.Output((image with { Height = height, Width = width }).ToShape(), quantisation);
        // A position is rounded to a float before it is a weight: the further out, the more of a pixel that is.
        builder.Magnitude = builder.FloatRange * (kind == ResizeKind.Bilinear ? 1 + (Math.Max(image.Width, image.Height) / 8.0) : 1);
        return new Resize(0, [x, size], y, kind, AlignCorners: mode == 1, HalfPixelCenters: mode == 2);
    }
}
