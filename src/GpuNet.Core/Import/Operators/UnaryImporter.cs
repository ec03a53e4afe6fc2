using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>RELU, RELU6, LOGISTIC and HARD_SWISH: one input, an output of the same type and shape.</summary>
internal static class UnaryImporter
{
    public static Unary Import(OperatorSource source, UnaryKind kind)
    {
        source.RequireInputs(1, 1);
        var (input, output) = (source.Input(0), source.Result);
        source.RequireActivation(input, "input");
        source.RequireActivation(output, "output");
        source.RequireSameType(input, output);
        source.RequireResult(input.Shape.Extents.AsSpan());
        if (input.IsByte())
        {
            source.RequireMultiplier(input.Scale() / output.Scale(), output);
            source.RequireMultiplier(6.0 / output.Scale(), output);
            if (kind == UnaryKind.HardSwish) CheckHardSwish(source, input, output);
        }

        return new Unary(source.Index, source.Inputs, source.Output, kind);
    }

    // HARD_SWISH works in 16 bits: the way to the output may only shift right, and the way to its own 3/32768 steps left by 15 at most.
    private static void CheckHardSwish(OperatorSource source, Tensor input, Tensor output)
    {
        var hires = input.Scale() / 128f;
        if (!(hires / output.Scale() < 1) || !(hires / (3f / 32768f) < 1 << 15))
            throw source.Unsupported($"the scales are too far apart: {input.Scale()} of {input} into {output.Scale()} of {output}");
    }
}
