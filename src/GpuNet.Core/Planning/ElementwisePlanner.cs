using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;

namespace GpuNet.Planning;

/// <summary>Plans operators that go element by element.</summary>
internal static class ElementwisePlanner
{
    public static void Plan(PlanBuilder builder, Unary op)
    {
        if (builder.IsBytes(op.Output))
        {
            QuantisedElementwisePlanner.Plan(builder, op);
            return;
        }

        var source = builder.Source(op.Inputs[0]);
        var destination = builder.Destination(op.Output);
        builder.Run(new UnaryElementwise(source, destination, (int)op.Kind), PlanBuilder.Grid(destination));
    }

    public static void Plan(PlanBuilder builder, Binary op)
    {
        var output = builder.Extents(op.Output);
        var left = Operand(builder, op, op.Inputs[0], out var leftChannels);
        var right = Operand(builder, op, op.Inputs[1], out var rightChannels);
        var destination = builder.Destination(op.Output);
        builder.Run(
            builder.IsBytes(op.Output)
                ? QuantisedElementwisePlanner.Binary(builder, op, left, right, destination, leftChannels, rightChannels)
                : new BinaryElementwise(
                    left, right, destination, output.Slices, leftChannels, rightChannels, output.Channels, (int)op.Kind, ActivationRange.Of(op.Activation)),
            PlanBuilder.Grid(destination));
    }

    // Broadcasting lines shapes up at their last axis, and [n, c] seen as an image does not.
    private static DeviceTensor Operand(PlanBuilder builder, Binary op, int tensor, out int channels)
    {
        var shape = builder.Graph.Tensors[tensor].Shape;
        var extents = builder.Extents(tensor);
        channels = extents.Channels;
        if (shape.Rank != 2 || builder.Graph.Tensors[op.Output].Shape.Rank == 2) return builder.Source(tensor);
        return MovementPlanner.As(builder, tensor, new NhwcExtents(1, 1, shape[0], shape[1]));
    }
}
