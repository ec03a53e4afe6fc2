using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;

namespace GpuNet.Planning;

/// <summary>Plans AVERAGE_POOL_2D and MAX_POOL_2D.</summary>
internal static class PoolingPlanner
{
    // One invocation takes all taps of a window: beyond this many, two passes are faster, and no driver ends their loops early.
    private const long MostTaps = 4096;

    public static void Plan(PlanBuilder builder, Pool2D op)
    {
        var input = builder.Extents(op.Inputs[0]);
        var window = Window.Of(op.Padding, input, builder.Extents(op.Output), op.FilterX, op.FilterY, op.StrideX, op.StrideY);
        var source = builder.Source(op.Inputs[0]);
        var isBytes = builder.IsBytes(op.Output);
        var range = ActivationRange.Of(op.Activation);
        if (isBytes)
        {
            var quantisation = builder.Quantisation(op.Output);
            var bytes = quantisation.RangeOf(op.Activation);
            range = new ActivationRange(bytes.Low, bytes.High);
            if (op.Kind == PoolKind.Average)
            {
                builder.RequireRounds(QuantisedAveragePool2D.RoundsOf(Math.Min(window.KernelX, input.Width), Math.Min(window.KernelY, input.Height)));
                var pooled = builder.Destination(op.Output);
                builder.Run(new QuantisedAveragePool2D(source, pooled, window, quantisation.Offset, bytes), PlanBuilder.Grid(pooled));
                return;
            }
        }

        // Taps outside the image are left out, so every window is a rectangle of rows and columns, and the rows can be pooled first.
        if ((long)Math.Min(window.KernelX, input.Width) * Math.Min(window.KernelY, input.Height) > MostTaps)
        {
            var rows = input with { Width = builder.Extents(op.Output).Width };
            var pooled = builder.Activation($"{builder.Graph.Tensors[op.Output].Name}, rows", rows, source.Format);
            var all = isBytes ? new ActivationRange(sbyte.MinValue, sbyte.MaxValue) : ActivationRange.Of(Activation.None);
            Run(builder, op.Kind, source, pooled, window with { KernelY = 1, StrideY = 1, PadY = 0 }, all);
            (source, window) = (pooled, window with { KernelX = 1, StrideX = 1, PadX = 0 });
        }

        Run(builder, op.Kind, source, builder.Destination(op.Output), window, range);
    }

    private static void Run(PlanBuilder builder, PoolKind kind, DeviceTensor source, DeviceTensor destination, Window window, ActivationRange range)
    {
        if (kind == PoolKind.Average) builder.Run(new AveragePool2D(source, destination, window, range), PlanBuilder.Grid(destination));
        else builder.Run(new MaxPool2D(source, destination, window, range), PlanBuilder.Grid(destination));
    }
}
