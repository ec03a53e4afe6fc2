using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using GpuNet.Tuning;
using Conv2D = GpuNet.Graphs.Conv2D;
using DepthwiseConv2D = GpuNet.Graphs.DepthwiseConv2D;

namespace GpuNet.Planning;

/// <summary>
/// Plans a depthwise convolution and the pointwise one behind it as one step, where that was measured to be faster than two: what it saves
/// are a barrier and the memory's time, what it costs are barriers within, and which is more, devices differ in.
/// </summary>
internal static class SeparablePlanner
{
    // Of all loops: 35 for every eight slices, 24 of them over taps.
    private const long RoundsOfSlice = 5;

    /// <summary>Plans both, if they are to be one step; else none.</summary>
    public static bool TryPlan(PlanBuilder builder, DepthwiseConv2D first)
    {
        if (Second(builder, first) is not { } second) return false;
        var (source, middle, output) = (builder.Extents(first.Inputs[0]), builder.Extents(first.Output), builder.Extents(second.Output));
        var shape = builder.Graph.Tensors[first.Inputs[1]].Shape;
        var window = Window.Of(
            first.Padding, source, middle, shape[2], shape[1], first.StrideX, first.StrideY, first.DilationX, first.DilationY);
        var fits = window is { KernelX: 3, KernelY: 3, DilationX: 1, DilationY: 1 } && source.Channels == middle.Channels;
        var groups = SeparableConv2D.GroupsFor(output);
        if (!fits || !builder.Allows(groups) || RoundsOfSlice * middle.Slices > builder.Options.MostRounds || !builder.Fuses(first, second)) return false;

        // All in the format of what the first one reads.
        var input = builder.Source(first.Inputs[0]);
        var depthwise = ConvolutionPlanner.DepthwiseConstant(builder, first, middle.Channels, window);
        var pointwise = ConvolutionPlanner.Weights(builder, second, output.Channels, 1, middle.Channels);
        builder.Operator = second;
        var destination = builder.Destination(second.Output);
        builder.RunGroups(
            new SeparableConv2D(
                input,
                depthwise,
                pointwise,
                destination,
                middle.Slices,
                output.Slices,
                window.StrideX,
                window.StrideY,
                window.PadX,
                window.PadY,
                ActivationRange.Of(first.Activation),
                ActivationRange.Of(second.Activation)),
            groups,
            first);
        return true;
    }

    /// <summary>The pointwise convolution that alone reads what a depthwise one gives; null if there is none.</summary>
    private static Conv2D? Second(PlanBuilder builder, DepthwiseConv2D first)
    {
        if (builder.Options.KeepAllTensors || builder.Graph.Outputs.Contains(first.Output)) return null;
        Operator? reader = null;
        foreach (var op in builder.Graph.Operators)
        {
            if (!op.Inputs.Contains(first.Output)) continue;
            if (reader is not null) return null;
            reader = op;
        }

        if (reader is not Conv2D { StrideX: 1, StrideY: 1 } second || second.Inputs.IndexOf(first.Output, 1) >= 0) return null;
        var weights = builder.Graph.Tensors[second.Inputs[1]].Shape;
        var output = builder.Extents(second.Output);
        return weights[1] == 1 && weights[2] == 1 && output is not { Width: 1, Height: 1 } ? second : null;
    }
}
