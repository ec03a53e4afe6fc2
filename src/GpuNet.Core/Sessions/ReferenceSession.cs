using System.Collections.Immutable;
using System.Diagnostics;
using GpuNet.Graphs;
using GpuNet.Reference;

namespace GpuNet;

/// <summary>A session on the naive reference interpreter: it keeps every tensor, and needs no driver.</summary>
public sealed class ReferenceSession : Session
{
    private readonly ReferenceInterpreter interpreter;
    private bool isDisposed;

    /// <summary>Makes room for every tensor of the graph.</summary>
    /// <exception cref="DeviceException">There is not enough memory.</exception>
    public ReferenceSession(Graph graph)
    {
        Graph = graph;
        interpreter = new ReferenceInterpreter(graph);
        Inputs = [.. graph.Inputs.Select(Wrap)];
        Outputs = [.. graph.Outputs.Select(Wrap)];
        Readable = [.. graph.Operators.Select(step => Wrap(step.Output))];
        Memory = Measure(graph);
    }

    /// <inheritdoc/>
    public override string Device => "naive reference on the host";

    /// <inheritdoc/>
    public override Graph Graph { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SessionTensor> Inputs { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SessionTensor> Outputs { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SessionTensor> Readable { get; }

    /// <inheritdoc/>
    public override MemoryReport Memory { get; }

    /// <summary>Runs the model; there is no device to hand it to.</summary>
    public override void Start()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        interpreter.Run();
    }

    /// <inheritdoc/>
    public override void Wait() => ObjectDisposedException.ThrowIf(isDisposed, this);

    /// <inheritdoc/>
    public override Session Fork()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return new ReferenceSession(Graph);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<StepTiming> Profile()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var timings = ImmutableArray.CreateBuilder<StepTiming>(Graph.Operators.Length);
        foreach (var step in Graph.Operators)
        {
            var started = Stopwatch.GetTimestamp();
            interpreter.Run(step);
            var elapsed = Stopwatch.GetElapsedTime(started);
            timings.Add(new StepTiming($"{step} -> {Graph.Tensors[step.Output]}", "reference", elapsed.Ticks * TimeSpan.NanosecondsPerTick));
        }

        return timings.MoveToImmutable();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => isDisposed = true;

    private static MemoryReport Measure(Graph graph)
    {
        var lastReader = new int[graph.Tensors.Length];
        foreach (var step in graph.Operators)
        {
            foreach (var input in step.Inputs.Where(input => input >= 0)) lastReader[input] = step.Index;
        }

        foreach (var output in graph.Outputs) lastReader[output] = graph.Operators.Length;
        var dying = graph.Operators.SelectMany(step => step.Inputs.Append(step.Output)).Concat(graph.Inputs)
            .Where(index => index >= 0 && graph.Tensors[index].Constant is null).Distinct().ToLookup(index => lastReader[index]);

        var live = graph.Inputs.Sum(index => graph.Tensors[index].ByteLength);
        var (total, largest) = (live, live);
        foreach (var step in graph.Operators)
        {
            var bytes = graph.Tensors[step.Output].ByteLength;
            total += bytes;
            live += bytes;
            largest = Math.Max(largest, live);
            live -= dying[step.Index].Sum(index => graph.Tensors[index].ByteLength);
        }

        var weights = graph.Tensors.Sum(tensor => tensor.Constant?.Length ?? 0L);
        return new MemoryReport(total, weights, largest);
    }

    private HostTensor Wrap(int index) => new(this, Graph.Tensors[index]);

    private sealed class HostTensor(ReferenceSession session, Tensor tensor) : SessionTensor(tensor)
    {
        private protected override void SetBytes(ReadOnlySpan<byte> bytes) => session.interpreter.SetInput(Tensor.Index, bytes);

        private protected override void GetBytes(Span<byte> bytes) => session.interpreter.Get(Tensor.Index).CopyTo(bytes);
    }
}
