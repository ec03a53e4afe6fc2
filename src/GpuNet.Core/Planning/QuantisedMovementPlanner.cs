using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;

namespace GpuNet.Planning;

/// <summary>Plans movement of bytes that is more than a copy.</summary>
internal static class QuantisedMovementPlanner
{
    public static void ResizeBilinear(PlanBuilder builder, Resize op, DeviceTensor source, DeviceTensor destination)
    {
        if (builder.Graph.Tensors[op.Output].Type == ElementType.UInt8)
        {
            var scaleX = MovementPlanner.Scale(source.Width, destination.Width, op.AlignCorners);
            var scaleY = MovementPlanner.Scale(source.Height, destination.Height, op.AlignCorners);
            builder.Run(
                new UnsignedResizeBilinear(source, destination, scaleX, scaleY, op.HalfPixelCenters), PlanBuilder.Grid(destination));
            return;
        }

        builder.Run(
            new QuantisedResizeBilinear(
                source,
                destination,
                Scale(source.Width, destination.Width, op.AlignCorners),
                Scale(source.Height, destination.Height, op.AlignCorners),
                op.HalfPixelCenters),
            PlanBuilder.Grid(destination));
    }

    // In 1/1024, rounded.
    private static int Scale(int input, int output, bool alignCorners)
    {
        var (from, to) = alignCorners && output > 1 ? (input - 1, output - 1) : (input, output);
        return (int)((((long)QuantisedResizeBilinear.One * from) + (to / 2)) / to);
    }
}
