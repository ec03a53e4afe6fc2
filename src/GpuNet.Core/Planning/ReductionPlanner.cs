using GpuNet.Devices;
using GpuNet.Graphs;
using ArgMax = GpuNet.Graphs.ArgMax;
using Mean = GpuNet.Graphs.Mean;
using Softmax = GpuNet.Graphs.Softmax;

namespace GpuNet.Planning;

/// <summary>Plans operators that reduce axes.</summary>
internal static class ReductionPlanner
{
    private const int Axes = 4;

    // One invocation takes all elements of a mean: beyond this many, two passes are faster, and no driver ends their loops early.
    private const long MostElements = 4096;

    public static void Plan(PlanBuilder builder, Softmax op)
    {
        var extents = builder.Extents(op.Inputs[0]);
        var source = builder.Source(op.Inputs[0]);
        var destination = builder.Destination(op.Output);
        builder.RunGroups(
            builder.IsBytes(op.Output)
                ? QuantisedReductions.Softmax(builder, op, source, destination, extents)
                : new Kernels.Softmax(source, destination, extents.Slices, extents.Channels, op.Beta),
            new GridSize(extents.Width, extents.Height, extents.Batch));
    }

    public static void Plan(PlanBuilder builder, Mean op)
    {
        var input = builder.Extents(op.Inputs[0]);
        var rank = builder.Graph.Tensors[op.Inputs[0]].Shape.Rank;
        bool Averages(int axis) => op.Axes.Any(a => ImageAxis(a, rank) == axis);
        var kept = new NhwcExtents(
            Averages(0) ? 1 : input.Batch, Averages(1) ? 1 : input.Height, Averages(2) ? 1 : input.Width, Averages(3) ? 1 : input.Channels);
        var source = builder.Source(op.Inputs[0]);
        var isFinal = builder.Extents(op.Output) == kept;
        var name = builder.Graph.Tensors[op.Output].Name;
        var destination = isFinal ? builder.Destination(op.Output) : builder.Activation(name, kept, builder.FormatOf(op.Output));
        var counts = new NhwcExtents(
            input.Batch / kept.Batch, input.Height / kept.Height, input.Width / kept.Width, input.Channels / kept.Channels);
        var isBytes = builder.IsBytes(op.Output);
        if (!isBytes && counts is { Width: > 1, Channels: 1 } && Elements(counts) > MostElements)
        {
            // The mean of the rows' means.
            var means = builder.Activation($"{name}, rows", input with { Width = 1 }, source.Format);
            builder.Run(new Kernels.Mean(source, means, input.Slices, input.Slices, 1, 1, counts.Width, 1), PlanBuilder.Grid(means));
            (source, counts) = (means, counts with { Width = 1 });
        }

        builder.RequireRounds(isBytes && counts.Channels == 1
            ? counts.Batch * Kernels.QuantisedAveragePool2D.RoundsOf(counts.Width, counts.Height)
            : 2 * Elements(counts));
        builder.Run(
            isBytes
                ? QuantisedReductions.Mean(builder, op, source, destination, input.Slices, kept.Slices, counts)
                : new Kernels.Mean(
                    source, destination, input.Slices, kept.Slices, counts.Batch, counts.Height, counts.Width, counts.Channels),
            PlanBuilder.Grid(destination));
        if (!isFinal) MovementPlanner.Reshape(builder, destination, kept.Channels, op.Output);
    }

    public static void Plan(PlanBuilder builder, ArgMax op)
    {
        var input = builder.Extents(op.Inputs[0]);
        var shape = builder.Graph.Tensors[op.Inputs[0]].Shape;
        var source = builder.Source(op.Inputs[0]);
        builder.RequireRounds(shape[op.Axis] + 1L);
        var destination = builder.IntegerOutput(op.Output);
        builder.Run(
            new Kernels.ArgMax(
                source, destination, input.Slices, input.Channels, ImageAxis(op.Axis, shape.Rank), shape[op.Axis]),
            new GridSize(destination.Length));
    }

    private static long Elements(NhwcExtents counts) => (long)counts.Batch * counts.Height * counts.Width * counts.Channels;

    /// <summary>The axis of an image that an axis of a shape becomes; see <see cref="Shape.ToNhwc"/>.</summary>
    private static int ImageAxis(int axis, int rank) => rank == 2 && axis == 0 ? 0 : axis + Axes - rank;
}
