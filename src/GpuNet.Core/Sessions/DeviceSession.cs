using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Planning;
using GpuNet.Tuning;

namespace GpuNet;

/// <summary>A model on a device: planned, packed, placed, compiled and recorded once, replayed for each run.</summary>
internal sealed class DeviceSession : Session
{
    private readonly DeviceModel model;
    private readonly IReadOnlyList<PlannedStep> steps;
    private readonly RunMemory memory;
    private readonly List<int> stepOfCommand = [];
    private readonly ICommandList commands;
    private bool isInFlight;
    private bool disposed;

    public DeviceSession(Graph graph, IDevice device, SessionOptions options)
        : this(ModelOf(graph, device, options))
    {
    }

    /// <summary>A session whose planner leaves its choices to <paramref name="chooser"/>, if there is one.</summary>
    internal DeviceSession(Graph graph, IDevice device, SessionOptions options, ILayerChooser? chooser)
        : this(new DeviceModel(graph, device, options, chooser))
    {
    }

    private static DeviceModel ModelOf(Graph graph, IDevice device, SessionOptions options)
    {
        var (tuned, chooser) = Tuner.Tune(graph, device, options);
        return new DeviceModel(graph, device, tuned, chooser);
    }

    private DeviceSession(DeviceModel model)
    {
        this.model = model;
        var plan = model.Acquire();
        try
        {
            steps = plan.Steps;
            memory = new RunMemory(model.Device, plan, model.Layout);
            commands = model.Device.Record(Commands());
        }
        catch
        {
            memory?.Dispose();
            model.Release();
            throw;
        }

        Inputs = [.. plan.Inputs.Select(i => new DeviceSessionTensor(this, i, isInput: true))];
        Readable = [.. plan.Outputs.Select(o => new DeviceSessionTensor(this, o, isInput: false))];
        Outputs = [.. Graph.Outputs.Select(o => Readable.First(r => r.Tensor.Index == o))];
    }

    public override string Device => model.Device.Info.ToString();

    public override Graph Graph => model.Graph;

    public override IReadOnlyList<SessionTensor> Inputs { get; }

    public override IReadOnlyList<SessionTensor> Outputs { get; }

    public override IReadOnlyList<SessionTensor> Readable { get; }

    public override MemoryReport Memory => model.Layout.Report;

    /// <summary>How many barriers stand between the steps.</summary>
    internal int BarrierCount => stepOfCommand.Count(step => step < 0);

    public override void Start()
    {
        ThrowIfDisposed();
        commands.Submit();
        isInFlight = true;
    }

    public override void Wait()
    {
        ThrowIfDisposed();
        isInFlight = false;
        commands.Wait();
    }

    public override Session Fork()
    {
        ThrowIfDisposed();
        return new DeviceSession(model);
    }

    public override IReadOnlyList<StepTiming> Profile()
    {
        ThrowIfDisposed();
        if (isInFlight) Wait();
        var nanoseconds = commands.Profile();
        var timings = new List<StepTiming>(steps.Count);
        for (var i = 0; i < nanoseconds.Length; i++)
        {
            if (stepOfCommand[i] < 0) continue;
            var step = steps[stepOfCommand[i]];
            timings.Add(new StepTiming(step.Label, step.KernelName, nanoseconds[i])
            {
                Operator = step.Operator,
                Operations = model.OperationsOf(step),
                Bytes = step.Arguments.Resources.Distinct().Sum(resource => resource.ByteLength),
            });
        }

        return timings;
    }

    /// <summary>Refuses what would race with the device.</summary>
    internal void ThrowIfBusy()
    {
        ThrowIfDisposed();
        if (isInFlight) throw new InvalidOperationException("A run is in flight: wait for it before its inputs are set or its outputs read.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposed || !disposing) return;
        disposed = true;
        commands.Dispose();
        memory.Dispose();
        model.Release();
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(disposed, this);

    private List<DeviceCommand> Commands()
    {
        var list = new List<DeviceCommand>();
        var hazards = new Hazards();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            if (hazards.NeedsBarrier(step))
            {
                list.Add(new BarrierCommand());
                stepOfCommand.Add(-1);
            }

            list.Add(new DispatchCommand(model[step], step.Kernel, step.Arguments.Resources, step.Arguments.Uniforms, step.Groups, step.Label));
            stepOfCommand.Add(i);
        }

        return list;
    }
}
