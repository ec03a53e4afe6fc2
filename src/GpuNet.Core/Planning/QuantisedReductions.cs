using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using Mean = GpuNet.Graphs.Mean;
using Softmax = GpuNet.Graphs.Softmax;

namespace GpuNet.Planning;

/// <summary>The kernels of reductions of bytes.</summary>
internal static class QuantisedReductions
{
    private const int DifferenceFractionBits = 26;
    private const long GreatestDifference = 31L << DifferenceFractionBits;

    public static QuantisedSoftmax Softmax(PlanBuilder builder, Softmax op, DeviceTensor source, DeviceTensor destination, NhwcExtents extents)
    {
        var real = (double)op.Beta * builder.Quantisation(op.Inputs[0]).Scale * (1 << DifferenceFractionBits);
        var factor = FixedPointFactor.Of(Math.Min(real, int.MaxValue));
        if (factor.Exponent < 0)
            throw new UnsupportedModelException($"{op}: the scale of {builder.Graph.Tensors[op.Inputs[0]]} times beta is too small for its fixed point.");
        var exponentials = builder.Constant(
            $"{builder.Graph.Tensors[op.Output].Name} exponentials",
            QuantisedSoftmax.PackExponentials(factor, (int)(GreatestDifference >> factor.Exponent)));
        return new QuantisedSoftmax(source, exponentials, destination, extents.Slices, extents.Channels);
    }

    public static QuantisedMean Mean(
        PlanBuilder builder, Mean op, DeviceTensor source, DeviceTensor destination, int inputSlices, int outputSlices, NhwcExtents counts)
    {
        var (input, output) = (builder.Quantisation(op.Inputs[0]), builder.Quantisation(op.Output));
        var count = checked(counts.Batch * counts.Height * counts.Width * counts.Channels);
        return new QuantisedMean(
            source,
            destination,
            inputSlices,
            outputSlices,
            counts.Batch,
            counts.Height,
            counts.Width,
            counts.Channels,
            input.ZeroPoint,
            FixedPointFactor.Of((double)input.Scale / output.Scale).DividedBy(count),
            output.RangeOf(Activation.None));
    }
}
