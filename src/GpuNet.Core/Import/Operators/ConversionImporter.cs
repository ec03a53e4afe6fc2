using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>QUANTIZE and DEQUANTIZE: same shape, another type or scale.</summary>
internal static class ConversionImporter
{
    public static Quantize Quantize(OperatorSource source)
    {
        source.RequireInputs(1, 1);
        var (input, output) = (source.Input(0), source.Result);
        source.RequireActivation(input, "input");
        source.RequireActivation(output, "output");
        if (!output.IsByte()) throw source.Unsupported($"its output, {output}, is not UInt8 or Int8");
        if (input.IsByte()) source.RequireMultiplier((double)input.Scale() / output.Scale(), output);
        source.RequireResult(input.Shape.Extents.AsSpan());
        return new Quantize(source.Index, source.Inputs, source.Output);
    }

    public static Dequantize Dequantize(OperatorSource source)
    {
        source.RequireInputs(1, 1);
        var (input, output) = (source.Input(0), source.Result);
        if (!input.IsByte() && input.Type != ElementType.Float16) throw source.Unsupported($"its input, {input}, is not UInt8, Int8 or Float16");
        if (input.Type == ElementType.Float16) source.RequireFixed(input, "half-float input");
        source.RequireOneScale(input, "input");
        if (output.Type != ElementType.Float32) throw source.Unsupported($"its output, {output}, is not Float32");
        source.RequireResult(input.Shape.Extents.AsSpan());
        return new Dequantize(source.Index, source.Inputs, source.Output);
    }
}
