using GpuNet.Graphs;
using Options = GpuNet.Import.TfLiteSchema.ConcatenationOptions;

namespace GpuNet.Import.Operators;

/// <summary>CONCATENATION: tensors that agree in every extent but that of one axis.</summary>
internal static class ConcatenationImporter
{
    public static Concatenation Import(OperatorSource source)
    {
        source.RequireInputs(1, int.MaxValue);
        var output = source.Result;
        source.RequireActivation(output, "output");
        var axis = source.ResolveAxis(source.Options?.Int32(Options.Axis) ?? 0, source.Input(0));
        if (source.Activation(Options.Activation) is not Activation.None and var activation)
            throw source.Unsupported($"its fused activation {activation} is not supported");

        var sum = 0L;
        for (var i = 0; i < source.Inputs.Length; i++)
        {
            var input = source.Input(i);
            source.RequireSameType(input, output);
            source.RequireOneScale(input, $"input {i}");
            RequireSameBeside(source, input, output, axis);
            RequireScale(source, input, output);
            sum += input.Shape[axis];
        }

        if (sum != output.Shape[axis]) throw source.Malformed($"its inputs have {sum} together along axis {axis}, and its output is {output}");
        return new Concatenation(source.Index, source.Inputs, source.Output, axis, Activation.None);
    }

    private static void RequireSameBeside(OperatorSource source, Tensor input, Tensor output, int axis)
    {
        var fits = input.Shape.Rank == output.Shape.Rank;
        for (var i = 0; fits && i < input.Shape.Rank; i++) fits = i == axis || input.Shape[i] == output.Shape[i];
        if (!fits) throw source.Malformed($"{input} and the output, {output}, differ beside axis {axis}");
    }

    /// <summary>UInt8 is rescaled; Int8 is copied, which is only right at the same scale.</summary>
    private static void RequireScale(OperatorSource source, Tensor input, Tensor output)
    {
        if (!input.IsByte()) return;
        if (output.Type == ElementType.Int8)
        {
            if (input.Scale() != output.Scale() || input.ZeroPoint() != output.ZeroPoint())
                throw source.Unsupported($"{input} and the output, {output}, differ in scale or zero-point");
            return;
        }

        source.RequireMultiplier(input.Scale() * (1f / output.Scale()), output);
    }
}
