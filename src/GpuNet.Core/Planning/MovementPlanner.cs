using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using Pad = GpuNet.Graphs.Pad;
using Reshape = GpuNet.Graphs.Reshape;

namespace GpuNet.Planning;

/// <summary>Plans operators that only move elements.</summary>
internal static class MovementPlanner
{
    private const int Axes = 4;

    public static void Plan(PlanBuilder builder, Reshape op)
    {
        if (builder.Extents(op.Inputs[0]) == builder.Extents(op.Output)) builder.Alias(op.Output, op.Inputs[0]);
        else Reshape(builder, builder.Source(op.Inputs[0]), builder.Extents(op.Inputs[0]).Channels, op.Output);
    }

    /// <summary>Writes <paramref name="source"/> to a tensor of the graph that has the same elements in other extents.</summary>
    public static void Reshape(PlanBuilder builder, DeviceTensor source, int channels, int output)
    {
        var destination = builder.Destination(output);
        builder.Run(new Kernels.Reshape(source, destination, channels, builder.Extents(output).Channels), PlanBuilder.Grid(destination));
    }

    /// <summary>A tensor of the graph, in other extents with the same elements.</summary>
    public static DeviceTensor As(PlanBuilder builder, int tensor, NhwcExtents extents)
    {
        var own = builder.Extents(tensor);
        var source = builder.Source(tensor);
        if (own == extents) return source;
        var reshaped = builder.Activation(source.Name, extents, source.Format);
        builder.Run(new Kernels.Reshape(source, reshaped, own.Channels, extents.Channels), PlanBuilder.Grid(reshaped));
        return reshaped;
    }

    public static void Plan(PlanBuilder builder, Pad op)
    {
        var input = builder.Extents(op.Inputs[0]);
        var output = builder.Extents(op.Output);
        var before = new int[Axes];
        var rank = op.Before.Length;
        for (var axis = 0; axis < rank; axis++) before[rank == 2 && axis == 0 ? 0 : axis + Axes - rank] = op.Before[axis];
        var source = builder.Source(op.Inputs[0]);
        var destination = builder.Destination(op.Output);
        var fill = builder.IsBytes(op.Output) ? builder.Quantisation(op.Inputs[0]).ZeroPoint : 0f;
        builder.Run(
            new Kernels.Pad(
                source, destination, input.Channels, input.Slices, output.Slices, before[0], before[1], before[2], before[3], fill),
            PlanBuilder.Grid(destination));
    }

    public static void Plan(PlanBuilder builder, Concatenation op)
    {
        var rank = builder.Graph.Tensors[op.Output].Shape.Rank;
        var axis = rank == 2 && op.Axis == 0 ? 0 : op.Axis + Axes - rank;
        if (op.Activation != Activation.None)
            throw new UnsupportedModelException($"{op}: a fused activation {op.Activation} is not supported.");
        if (op.Inputs.Length == 1)
        {
            if (QuantisedElementwisePlanner.NeedsRescaling(builder, op.Inputs[0], op.Output))
                QuantisedElementwisePlanner.Rescale(builder, op.Inputs[0], op.Output, builder.Destination(op.Output));
            else
                builder.Alias(op.Output, op.Inputs[0]);
            return;
        }

        var joined = Part(builder, op, 0);
        var extents = builder.Extents(op.Inputs[0]);
        for (var i = 1; i < op.Inputs.Length; i++)
        {
            var next = builder.Extents(op.Inputs[i]);
            var second = Part(builder, op, i);
            var both = Join(extents, next, axis);
            var isLast = i == op.Inputs.Length - 1;
            var destination = isLast ? builder.Destination(op.Output) : builder.Activation($"{builder.Graph.Tensors[op.Output].Name} 0-{i}", both, joined.Format);
            builder.Run(
                new Concatenate(joined, second, destination, extents.Channels, next.Channels, both.Slices, axis, Along(extents, axis)),
                PlanBuilder.Grid(destination));
            (joined, extents) = (destination, both);
        }
    }

    public static void Plan(PlanBuilder builder, Resize op)
    {
        var input = builder.Extents(op.Inputs[0]);
        var output = builder.Extents(op.Output);
        var scaleX = Scale(input.Width, output.Width, op.AlignCorners);
        var scaleY = Scale(input.Height, output.Height, op.AlignCorners);
        var source = builder.Source(op.Inputs[0]);
        var destination = builder.Destination(op.Output);
        if (op.Kind == ResizeKind.Bilinear && builder.IsBytes(op.Output))
            QuantisedMovementPlanner.ResizeBilinear(builder, op, source, destination);
        else if (op.Kind == ResizeKind.Bilinear)
            builder.Run(new ResizeBilinear(source, destination, scaleX, scaleY, op.HalfPixelCenters), PlanBuilder.Grid(destination));
        else
            builder.Run(new ResizeNearest(source, destination, scaleX, scaleY, op.AlignCorners, op.HalfPixelCenters), PlanBuilder.Grid(destination));
    }

    // Unsigned inputs of another scale are brought to the output's before they are joined.
    private static DeviceTensor Part(PlanBuilder builder, Concatenation op, int input) =>
        QuantisedElementwisePlanner.NeedsRescaling(builder, op.Inputs[input], op.Output)
            ? QuantisedElementwisePlanner.Rescale(builder, op.Inputs[input], op.Output)
            : builder.Source(op.Inputs[input]);

    /// <summary>Input pixels for each output pixel.</summary>
    public static float Scale(int input, int output, bool alignCorners) =>
        alignCorners && output > 1 ? (input - 1) / (float)(output - 1) : input / (float)output;

    private static int Along(NhwcExtents extents, int axis) => axis switch
    {
        0 => extents.Batch,
        1 => extents.Height,
        2 => extents.Width,
        _ => extents.Channels,
    };

    private static NhwcExtents Join(NhwcExtents a, NhwcExtents b, int axis) => axis switch
    {
        0 => a with { Batch = a.Batch + b.Batch },
        1 => a with { Height = a.Height + b.Height },
        2 => a with { Width = a.Width + b.Width },
        _ => a with { Channels = a.Channels + b.Channels },
    };
}
