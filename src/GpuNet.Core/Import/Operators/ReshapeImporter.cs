using System.Collections.Immutable;
using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>RESHAPE and SQUEEZE: the same elements with other extents.</summary>
internal static class ReshapeImporter
{
    private static readonly SchemaField NewShape = TfLiteSchema.ReshapeOptions.NewShape;

    public static Reshape Reshape(OperatorSource source)
    {
        source.RequireInputs(1, 2);
        RequireSameElements(source);
        if (source.OptionalInput(1) is { } shape) RequireShape(source, source.ConstantIntegers(shape, "shape"));
        else if (source.Options is { } options && options.Has(NewShape)) RequireShape(source, options.Vector(NewShape, sizeof(int)).ToInt32s());
        return new Reshape(source.Index, source.Inputs, source.Output, IsSqueeze: false);
    }

    public static Reshape Squeeze(OperatorSource source)
    {
        source.RequireInputs(1, 1);
        RequireSameElements(source);
        var (input, output) = (source.Input(0), source.Result);
        if (!input.Shape.Extents.Where(extent => extent > 1).SequenceEqual(output.Shape.Extents.Where(extent => extent > 1)))
            throw source.Malformed($"its output, {output}, is not {input} without extents of 1");
        return new Reshape(source.Index, source.Inputs, source.Output, IsSqueeze: true);
    }

    private static void RequireSameElements(OperatorSource source)
    {
        var (input, output) = (source.Input(0), source.Result);
        source.RequireActivation(input, "input");
        source.RequireActivation(output, "output");
        source.RequireSameType(input, output);
        if (input.Shape.ElementCount != output.Shape.ElementCount)
            throw source.Malformed($"{input} and its output, {output}, differ in the number of elements");
    }

    /// <summary>The output's shape is what was asked for, where one extent may be left open as -1.</summary>
    private static void RequireShape(OperatorSource source, ImmutableArray<int> asked)
    {
        var output = source.Result.Shape;
        var fits = asked.Length == output.Rank && asked.Count(extent => extent == -1) <= 1;
        for (var i = 0; fits && i < asked.Length; i++) fits = asked[i] == -1 || asked[i] == output[i];
        if (!fits) throw source.Malformed($"its output, {source.Result}, should have the shape [{string.Join(", ", asked)}]");
    }
}
