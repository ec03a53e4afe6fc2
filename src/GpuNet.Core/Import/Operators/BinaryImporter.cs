using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>ADD, SUB and MUL: shapes aligned at the last axis, where an extent of 1 repeats.</summary>
internal static class BinaryImporter
{
    private const int SumLeftShift = 20;

    public static Binary Import(OperatorSource source, BinaryKind kind)
    {
        source.RequireInputs(2, 2);
        var (a, b, output) = (source.Input(0), source.Input(1), source.Result);
        source.RequireActivation(a, "first operand");
        source.RequireActivation(b, "second operand");
        source.RequireActivation(output, "output");
        source.RequireSameType(a, b);
        source.RequireSameType(a, output);
        source.RequireResult(Broadcast(source, a, b));
        var activation = source.Activation(TfLiteSchema.BinaryOptions.Activation);
        source.RequireActivationRange(activation, output);
        if (output.IsByte()) CheckScales(source, kind, a.Scale(), b.Scale(), output);
        return new Binary(source.Index, source.Inputs, source.Output, kind, activation);
    }

    private static int[] Broadcast(OperatorSource source, Tensor a, Tensor b)
    {
        var extents = new int[Math.Max(a.Shape.Rank, b.Shape.Rank)];
        for (var i = 1; i <= extents.Length; i++)
        {
            var (extentA, extentB) = (i <= a.Shape.Rank ? a.Shape.Extents[^i] : 1, i <= b.Shape.Rank ? b.Shape.Extents[^i] : 1);
            if (extentA != extentB && extentA != 1 && extentB != 1) throw source.Malformed($"{a} and {b} do not broadcast");
            extents[^i] = Math.Max(extentA, extentB);
        }

        return extents;
    }

    private static void CheckScales(OperatorSource source, BinaryKind kind, float a, float b, Tensor output)
    {
        if (kind == BinaryKind.Mul)
        {
            source.RequireMultiplier(a * b / output.Scale(), output);
            return;
        }

        // Operands are scaled by 2^20 before they are added, so the way back has to be a reduction.
        double twiceMaximum = 2 * Math.Max(a, b);
        if (!(twiceMaximum / (float)((1 << SumLeftShift) * output.Scale()) < 1))
            throw source.Unsupported($"the scales are too far apart: {a} and {b} into {output.Scale()} of {output}");
    }
}
