using System.Collections.Immutable;
using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>MEAN and ARG_MAX: a tensor, and a constant of axes.</summary>
internal static class ReductionImporter
{
    public static Mean Mean(OperatorSource source)
    {
        source.RequireInputs(2, 2);
        var (input, output) = (source.Input(0), source.Result);
        source.RequireActivation(input, "input");
        source.RequireActivation(output, "output");
        source.RequireSameType(input, output);
        if (input.IsByte()) source.RequireMultiplier((double)input.Scale() / output.Scale(), output);

        var axes = new SortedSet<int>();
        foreach (var axis in source.ConstantIntegers(source.Input(1), "axes")) axes.Add(source.ResolveAxis(axis, input));
        var keepDimensions = source.Options?.Bool(TfLiteSchema.ReducerOptions.KeepDims) ?? false;
        RequireReduced(source, input, axes, keepDimensions);
        return new Mean(source.Index, source.Inputs, source.Output, [.. axes], keepDimensions);
    }

    public static ArgMax ArgMax(OperatorSource source)
    {
        source.RequireInputs(2, 2);
        var (input, output) = (source.Input(0), source.Result);
        source.RequireActivation(input, "input");
        if (output.Type is not (ElementType.Int32 or ElementType.Int64)) throw source.Malformed($"its output, {output}, is not Int32 or Int64");
        var declared = TensorTypes.ToElementType(source.Options?.Byte(TfLiteSchema.ArgMaxOptions.OutputType) ?? 0);

        // The default of the option, FLOAT32, is what writers leave where they mean the tensor's own type.
        if (declared != ElementType.Float32 && declared != output.Type)
            throw source.Malformed($"it declares its output {declared}, and {output} is not");
        var axes = source.ConstantIntegers(source.Input(1), "axis");
        if (axes.Length != 1) throw source.Malformed($"it has {axes.Length} axes instead of 1");
        var axis = source.ResolveAxis(axes[0], input);
        RequireReduced(source, input, [axis], keepDimensions: false);
        return new ArgMax(source.Index, source.Inputs, source.Output, axis);
    }

    private static void RequireReduced(OperatorSource source, Tensor input, SortedSet<int> axes, bool keepDimensions)
    {
        var extents = ImmutableArray.CreateBuilder<int>(input.Shape.Rank);
        for (var axis = 0; axis < input.Shape.Rank; axis++)
        {
            if (!axes.Contains(axis)) extents.Add(input.Shape[axis]);
            else if (keepDimensions) extents.Add(1);
        }

        source.RequireResult(extents.ToArray());
    }
}
