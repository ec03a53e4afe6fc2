using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Planning;
using GpuNet.Profiling;
using GpuNet.Shaders;
using GpuNet.Simplify;
using GpuNet.Tuning;

namespace GpuNet;

/// <summary>
/// What the sessions of a model on a device have in common: how it is planned, its weights and its pipelines. Counts the
/// sessions, and goes with the last.
/// </summary>
internal sealed class DeviceModel : IDisposable
{
    private readonly Graph simplified;
    private readonly PlannerOptions options;
    private readonly bool keepAll;
    private readonly WeightMemory weights;
    private readonly PipelineSet pipelines;
    private readonly Lock gate = new();
    private ExecutionPlan? unused;
    private int sessions;

    /// <summary>Plans the model, and compiles its kernels while its weights are packed.</summary>
    public DeviceModel(Graph graph, IDevice device, SessionOptions options, ILayerChooser? chooser)
    {
        Graph = graph;
        Device = device;
        keepAll = options.KeepAllTensors;
        simplified = Simplify(graph, options);
        this.options = PlannerOptions.For(device.Info, options) with { Chooser = chooser };
        unused = Planner.Plan(simplified, this.options);
        Layout = new MemoryLayout(unused, device.Info.Limits, keepAll);
        Layout.Require(options.MemoryLimit);
        pipelines = new PipelineSet(device, unused.Steps.Select(RequestOf));
        try
        {
            weights = new WeightMemory(device, unused.Constants, Layout);
            pipelines.Wait();
        }
        catch
        {
            pipelines.Dispose();
            weights?.Dispose();
            throw;
        }
    }

    /// <summary>The network, as it stands in the file.</summary>
    public Graph Graph { get; }

    public IDevice Device { get; }

    /// <summary>Where what a plan binds lies; the same for every plan of the model.</summary>
    public MemoryLayout Layout { get; }

    /// <summary>The pipeline of a step.</summary>
    public IPipeline this[PlannedStep step] => pipelines[RequestOf(step)];

    /// <summary>The operations that a step does for its operator; see <see cref="StepTiming.Operations"/>.</summary>
    public long OperationsOf(PlannedStep step)
    {
        // An operator may bring its input into other extents first, which computes nothing.
        if (step.Operator < 0 || step.Kernel is Kernels.Reshape) return 0;
        return simplified.Operators.Where(op => op.Index == step.Operator || op.Index == step.FusedOperator).Sum(op => OperatorWork.Operations(simplified, op));
    }

    /// <summary>A plan for one more session, its constants bound; <see cref="Release"/> when the session ends.</summary>
    /// <exception cref="ObjectDisposedException">The last session has ended.</exception>
    public ExecutionPlan Acquire()
    {
        ExecutionPlan? plan;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(sessions < 0, typeof(Session));
            sessions++;
            (plan, unused) = (unused, null);
        }

        // The same graph and options make the same plan again, with resources of its own.
        plan ??= Planner.Plan(simplified, options);
        weights.Bind(plan.Constants);
        return plan;
    }

    /// <summary>Ends a session: the last one frees weights and pipelines.</summary>
    public void Release()
    {
        lock (gate)
        {
            if (--sessions > 0) return;
            sessions = -1;
        }

        Dispose();
    }

    public void Dispose()
    {
        pipelines.Dispose();
        weights.Dispose();
    }

    /// <summary>The plan of a model, made for itself.</summary>
    public static ExecutionPlan Plan(Graph graph, DeviceInfo device, SessionOptions options, ILayerChooser? chooser) =>
        Planner.Plan(Simplify(graph, options), PlannerOptions.For(device, options) with { Chooser = chooser });

    private static Graph Simplify(Graph graph, SessionOptions options) =>
        Simplifier.Run(graph, new SimplifyOptions { KeepAllTensors = options.KeepAllTensors }).Graph;

    private static PipelineRequest RequestOf(PlannedStep step) => new(step.Variant, step.Arguments.LateConstants, step.Workgroup);
}
