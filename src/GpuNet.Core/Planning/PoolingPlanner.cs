using GpuNet.Graphs;
using GpuNet.Kernels;

namespace GpuNet.Planning;

/// <summary>Plans AVERAGE_POOL_2D and MAX_POOL_2D.</summary>
internal static class PoolingPlanner
{
    public static void Plan(PlanBuilder builder, Pool2D op)
    {
        var window = Window.Of(
            op.Padding, builder.Extents(op.Inputs[0]), builder.Extents(op.Output), op.FilterX, op.FilterY, op.StrideX, op.StrideY);
        var source = builder.Source(op.Inputs[0]);
        var destination = builder.Destination(op.Output);
        var range = ActivationRange.Of(op.Activation);
        if (builder.IsBytes(op.Output))
        {
            var quantisation = builder.Quantisation(op.Output);
            var bytes = quantisation.RangeOf(op.Activation);
            range = new ActivationRange(bytes.Low, bytes.High);
            if (op.Kind == PoolKind.Average)
            {
                builder.Run(
                    new QuantisedAveragePool2D(source, destination, window, quantisation.Offset, bytes), PlanBuilder.Grid(destination));
                return;
            }
        }

        if (op.Kind == PoolKind.Average) builder.Run(new AveragePool2D(source, destination, window, range), PlanBuilder.Grid(destination));
        else builder.Run(new MaxPool2D(source, destination, window, range), PlanBuilder.Grid(destination));
    }
}
