using GpuNet.Diagnostics;
using GpuNet.Graphs;

namespace GpuNet.Planning;

/// <summary>Turns a graph into steps of kernels: which kernel, which variant, which grid. Knows no API.</summary>
public static class Planner
{
    /// <summary>Plans a graph.</summary>
    /// <exception cref="UnsupportedModelException">No kernel does what an operator asks for, or a step is above a limit of the device;
    /// the message names both.</exception>
    public static ExecutionPlan Plan(Graph graph, PlannerOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        Support.Check(graph);
        var builder = new PlanBuilder(graph, options);
        foreach (var input in graph.Inputs) builder.LoadInput(input);
        foreach (var op in graph.Operators)
        {
            // One that was planned with what comes before it.
            if (builder.IsPlanned(op.Output)) continue;
            builder.Operator = op;
            Plan(builder, op);
        }

        builder.Operator = null;
        foreach (var output in graph.Outputs) builder.StoreOutput(output);
        if (options.KeepAllTensors)
        {
            foreach (var tensor in graph.Tensors)
            {
                if (tensor.Constant is null && builder.IsPlanned(tensor.Index)) builder.StoreOutput(tensor.Index);
            }
        }

        var plan = builder.Build();
        if (DebugLevelNames.FromEnvironment().HasFlag(DebugLevels.Plan)) PlanLog.Write(plan, Console.Error);
        return plan;
    }

    private static void Plan(PlanBuilder builder, Operator op)
    {
        switch (op)
        {
            case Conv2D o when builder.IsBytes(o.Output):
                QuantisedConvolutionPlanner.Plan(builder, o);
                break;
            case DepthwiseConv2D o when builder.IsBytes(o.Output):
                QuantisedConvolutionPlanner.Plan(builder, o);
                break;
            case FullyConnected o when builder.IsBytes(o.Output):
                QuantisedConvolutionPlanner.Plan(builder, o);
                break;
            case Quantize o:
                QuantisedElementwisePlanner.Plan(builder, o);
                break;
            case Dequantize o:
                QuantisedElementwisePlanner.Plan(builder, o);
                break;
            case Normalise o:
                QuantisedElementwisePlanner.Plan(builder, o);
                break;
            case Conv2D o:
                ConvolutionPlanner.Plan(builder, o);
                break;
            case DepthwiseConv2D o:
                if (!SeparablePlanner.TryPlan(builder, o)) ConvolutionPlanner.Plan(builder, o);
                break;
            case FullyConnected o:
                ConvolutionPlanner.Plan(builder, o);
                break;
            case Pool2D o:
                PoolingPlanner.Plan(builder, o);
                break;
            case Binary o:
                ElementwisePlanner.Plan(builder, o);
                break;
            case Unary o:
                ElementwisePlanner.Plan(builder, o);
                break;
            case Softmax o:
                ReductionPlanner.Plan(builder, o);
                break;
            case Mean o:
                ReductionPlanner.Plan(builder, o);
                break;
            case ArgMax o:
                ReductionPlanner.Plan(builder, o);
                break;
            case Pad o:
                MovementPlanner.Plan(builder, o);
                break;
            case Concatenation o:
                MovementPlanner.Plan(builder, o);
                break;
            case Resize o:
                MovementPlanner.Plan(builder, o);
                break;
            case Reshape o:
                MovementPlanner.Plan(builder, o);
                break;
            default:
                throw new UnsupportedModelException($"{op} has no kernel yet; the reference backend runs it.");
        }
    }
}
