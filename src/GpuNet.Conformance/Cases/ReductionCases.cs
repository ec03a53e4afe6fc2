using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>SOFTMAX, MEAN and ARG_MAX.</summary>
internal static class ReductionCases
{
    public static IReadOnlyList<CaseFamily> Families { get; } =
    [
        new("softmax", CaseFamily.AllTypes, 24, Softmax),
        new("mean", CaseFamily.AllTypes, 24, Mean),
        new("arg-max", CaseFamily.AllTypes, 24, ArgMax),
    ];

    private static Softmax Softmax(CaseBuilder builder, int number)
    {
        // Longer than a workgroup, as at the end of a classifier.
        var shape = number % 4 == 3 ? new Shape(1 + (number % 3), 257 + (number * 31)) : AwkwardShapes.AnyRank(number);
        var beta = number % 3 == 2 ? 0.5f : 1;
        var x = builder.Input(shape, builder.PerTensor(builder.ScaleAround(0.1f)));
        var quantisation = builder.IsFloat ? null : new Quantisation([1 / 256f], [builder.Type == ElementType.UInt8 ? 0 : -128], 0);
        var y = builder.Output(shape, quantisation);
        builder.Magnitude = builder.FloatRange;
        return new Softmax(0, [x], y, beta);
    }

    private static Mean Mean(CaseBuilder builder, int number)
    {
        var image = AwkwardShapes.Image(number);
        int[] axes = (number % 5) switch { 1 => [3], 2 => [1], 3 => [2, 3], 4 => [0, 1, 2, 3], _ => [1, 2] };
        var keeps = number % 2 == 0 || axes.Length == 4;
        var shape = image.ToShape();
        var quantisation = builder.PerTensor(builder.ScaleAround(0.03f));
        var x = builder.Input(shape, quantisation);
        var indices = builder.Integers("axes", new Shape(axes.Length), axes);
        int[] extents = [.. Enumerable.Range(0, shape.Rank).Where(a => keeps || !axes.Contains(a)).Select(a => axes.Contains(a) ? 1 : shape[a])];
        // Half of the cases are averaged in their own scale, as pools are.
        var output = number % 4 < 2 ? quantisation : builder.PerTensor(builder.ScaleAround(0.02f));
        var y = builder.Output(new Shape(extents), output);
        builder.Magnitude = builder.FloatRange;
        return new Mean(0, [x, indices], y, [.. axes], keeps);
    }

    private static ArgMax ArgMax(CaseBuilder builder, int number)
    {
        var shape = number % 4 == 3 ? new Shape(1 + (number % 3), 300 + number) : AwkwardShapes.Image(number).ToShape();
        var axis = number % 3 == 0 ? shape.Rank - 1 : builder.Random.Next(shape.Rank);
        var elements = builder.Elements(shape, builder.Type);
        // Numbers that a half holds too, and few enough for many to be equal: the first of them wins.
        if (builder.IsFloat)
        {
            foreach (ref var value in MemoryMarshal.Cast<byte, float>(elements.AsSpan())) value = (float)(Half)(MathF.Round(value * 32) / 32);
        }

        var x = builder.Input(shape, builder.Type, builder.PerTensor(0.1f), elements);
        var index = builder.Integers("axis", new Shape(1), axis);
        int[] extents = [.. Enumerable.Range(0, shape.Rank).Where(a => a != axis).Select(a => shape[a])];
        var y = builder.Output(new Shape(extents), number % 2 == 0 ? ElementType.Int32 : ElementType.Int64, null);
        return new ArgMax(0, [x, index], y, axis);
    }
}
