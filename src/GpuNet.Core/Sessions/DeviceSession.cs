using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Planning;
using GpuNet.Shaders;
using GpuNet.Simplify;

namespace GpuNet;

/// <summary>A model on a device: planned, packed, placed, compiled and recorded once, replayed for each run.</summary>
internal sealed class DeviceSession : Session
{
    private readonly IDevice device;
    private readonly ExecutionPlan plan;
    private readonly DeviceMemory memory;
    private readonly Dictionary<PipelineRequest, IPipeline> pipelines = [];
    private readonly List<int> stepOfCommand = [];
    private readonly ICommandList commands;
    private bool disposed;

    public DeviceSession(Graph graph, IDevice device, SessionOptions options)
    {
        this.device = device;
        Graph = graph;
        var simplified = Simplifier.Run(graph, new SimplifyOptions { KeepAllTensors = options.KeepAllTensors });
        plan = Planner.Plan(simplified.Graph, PlannerOptions.For(device.Info, options));
        memory = new DeviceMemory(device, plan, options.KeepAllTensors);
        try
        {
            Compile();
            commands = device.Record(Commands());
        }
        catch
        {
            Release();
            throw;
        }

        Inputs = [.. plan.Inputs.Select(i => new DeviceSessionTensor(this, i, isInput: true))];
        Readable = [.. plan.Outputs.Select(o => new DeviceSessionTensor(this, o, isInput: false))];
        Outputs = [.. graph.Outputs.Select(o => Readable.First(r => r.Tensor.Index == o))];
    }

    public override string Device => device.Info.ToString();

    public override Graph Graph { get; }

    public override IReadOnlyList<SessionTensor> Inputs { get; }

    public override IReadOnlyList<SessionTensor> Outputs { get; }

    public override IReadOnlyList<SessionTensor> Readable { get; }

    public override MemoryReport Memory => memory.Report;

    public override void Run()
    {
        ThrowIfDisposed();
        commands.Submit();
        commands.Wait();
    }

    public override IReadOnlyList<StepTiming> Profile()
    {
        ThrowIfDisposed();
        var nanoseconds = commands.Profile();
        var timings = new List<StepTiming>(plan.Steps.Count);
        for (var i = 0; i < nanoseconds.Length; i++)
        {
            if (stepOfCommand[i] < 0) continue;
            var step = plan.Steps[stepOfCommand[i]];
            timings.Add(new StepTiming(step.Label, step.Variant.ToString(), nanoseconds[i]));
        }

        return timings;
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(disposed, this);

    protected override void Dispose(bool disposing)
    {
        if (disposed || !disposing) return;
        disposed = true;
        commands.Dispose();
        Release();
    }

    private void Release()
    {
        foreach (var pipeline in pipelines.Values) pipeline.Dispose();
        pipelines.Clear();
        memory.Dispose();
    }

    // Drivers take most of a start-up for this, and take several at once.
    private void Compile()
    {
        var requests = plan.Steps.Select(RequestOf).Distinct().ToArray();
        var made = new IPipeline?[requests.Length];
        try
        {
            Parallel.For(0, requests.Length, i => made[i] = device.CreatePipeline(requests[i]));
        }
        catch (AggregateException e)
        {
            foreach (var pipeline in made) pipeline?.Dispose();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        for (var i = 0; i < requests.Length; i++) pipelines.Add(requests[i], made[i]!);
    }

    private static PipelineRequest RequestOf(PlannedStep step) => new(step.Variant, step.Arguments.Constants, step.Workgroup);

    private List<DeviceCommand> Commands()
    {
        var list = new List<DeviceCommand>();
        var hazards = new Hazards();
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            var step = plan.Steps[i];
            if (hazards.NeedsBarrier(step))
            {
                list.Add(new BarrierCommand());
                stepOfCommand.Add(-1);
            }

            list.Add(new DispatchCommand(pipelines[RequestOf(step)], step.Kernel, step.Arguments.Resources, step.Groups, step.Label));
            stepOfCommand.Add(i);
        }

        return list;
    }
}
