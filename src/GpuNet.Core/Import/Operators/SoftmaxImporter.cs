using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>SOFTMAX over the last axis.</summary>
internal static class SoftmaxImporter
{
    private const float OutputScale = 1f / 256f;
    private const float OutputScaleTolerance = 0.001f / 256f;
    private const double DifferenceUnits = 1 << 26;

    public static Softmax Import(OperatorSource source)
    {
        source.RequireInputs(1, 1);
        var (input, output) = (source.Input(0), source.Result);
        source.RequireActivation(input, "input");
        source.RequireActivation(output, "output");
        source.RequireSameType(input, output);
        source.RequireResult(input.Shape.Extents.AsSpan());
        if (input.Shape.Rank == 0) throw source.Malformed($"{input} has no axis");

        var beta = source.Options?.Single(TfLiteSchema.SoftmaxOptions.Beta) ?? 0;
        if (!float.IsFinite(beta)) throw source.Malformed($"its beta is {beta}");
        if (input.IsByte()) CheckScales(source, beta, input, output);
        return new Softmax(source.Index, source.Inputs, source.Output, beta);
    }

    private static void CheckScales(OperatorSource source, float beta, Tensor input, Tensor output)
    {
        if (!(beta * (double)input.Scale() * DifferenceUnits > 1))
            throw source.Unsupported($"beta {beta} and the scale {input.Scale()} of {input} leave no difference to compute with");
        var zeroPoint = output.Type == ElementType.UInt8 ? 0 : -128;
        if (Math.Abs(output.Scale() - OutputScale) > OutputScaleTolerance || output.ZeroPoint() != zeroPoint)
        {
            throw source.Unsupported(
                $"its output, {output}, has scale {output.Scale()} and zero-point {output.ZeroPoint()} instead of 1/256 and {zeroPoint}");
        }
    }
}
