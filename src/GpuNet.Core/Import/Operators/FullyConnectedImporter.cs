using GpuNet.Graphs;
using Options = GpuNet.Import.TfLiteSchema.FullyConnectedOptions;

namespace GpuNet.Import.Operators;

/// <summary>FULLY_CONNECTED: input seen as [batch, I], weights [O, I], bias [O], output [batch, O] or the input's shape ending in O.</summary>
internal static class FullyConnectedImporter
{
    public static FullyConnected Import(OperatorSource source)
    {
        source.RequireInputs(2, 3);
        var (input, weights, output) = (source.Input(0), source.Input(1), source.Result);
        if (weights.Shape.Rank != 2) throw source.Malformed($"its weights, {weights}, do not have 2 axes");
        var (units, depth) = (weights.Shape[0], weights.Shape[1]);
        if (input.Shape.ElementCount % depth != 0) throw source.Malformed($"{input} does not divide into rows of {depth}, as {weights} asks");
        if ((source.Options?.Byte(Options.WeightsFormat) ?? 0) != 0) throw source.Unsupported("shuffled weights are not supported");

        WeightRules.Check(source, units, channelAxis: null);
        var keepDimensions = source.Options?.Bool(Options.KeepNumDims) ?? false;
        var batch = input.Shape.ElementCount / depth;
        if (keepDimensions)
        {
            if (input.Shape.Rank == 0 || input.Shape.Extents[^1] != depth) throw source.Malformed($"the last extent of {input} is not {depth}");
            source.RequireResult([.. input.Shape.Extents.AsSpan()[..^1], units]);
        }
        else if (output.Shape.Rank == 0 || output.Shape.Extents[^1] != units || output.Shape.ElementCount != batch * units)
        {
            throw source.Malformed($"its output, {output}, should have the shape [{batch}, {units}]");
        }

        var activation = source.Activation(Options.Activation);
        source.RequireActivationRange(activation, output);
        return new FullyConnected(source.Index, source.Inputs, source.Output, activation, keepDimensions);
    }
}
