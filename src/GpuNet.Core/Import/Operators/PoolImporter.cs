using GpuNet.Graphs;
using Options = GpuNet.Import.TfLiteSchema.Pool2DOptions;

namespace GpuNet.Import.Operators;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D: input [N, H, W, C], output [N, OH, OW, C].</summary>
internal static class PoolImporter
{
    public static Pool2D Import(OperatorSource source, PoolKind kind)
    {
        source.RequireInputs(1, 1);
        var input = source.Input(0);
        source.RequireActivation(input, "input");
        source.RequireActivation(source.Result, "output");
        source.RequireSameType(input, source.Result);
        WindowImporter.RequireImage(source, input, "input");

        var options = source.Options;
        var padding = WindowImporter.ReadPadding(source, Options.Padding);
        var y = new WindowAxis("y", options?.Int32(Options.FilterH) ?? 0, options?.Int32(Options.StrideH) ?? 0, 1);
        var x = new WindowAxis("x", options?.Int32(Options.FilterW) ?? 0, options?.Int32(Options.StrideW) ?? 0, 1);
        WindowImporter.RequireOutput(source, input, padding, y, x, input.Shape[3]);
        var activation = source.Activation(Options.Activation);
        source.RequireActivationRange(activation, source.Result);
        return new Pool2D(
            source.Index, source.Inputs, source.Output, kind, padding, x.Filter, y.Filter, x.Stride, y.Stride, activation);
    }
}
