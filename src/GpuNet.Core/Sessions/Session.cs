using GpuNet.Graphs;

namespace GpuNet;

/// <summary>
/// A model made ready on one device: memory, pipelines and a recorded command list. Set the inputs, run, read the outputs,
/// as often as you like. Members of one session are not to be called at the same time from several threads; several
/// sessions are, also on one device.
/// </summary>
public abstract class Session : IDisposable
{
    /// <summary>A session for a network that was made in memory; see <see cref="Model.CreateSession"/> for one from a file.</summary>
    /// <param name="graph">The network, whose shapes, types and scales nothing checks: use what importing a file would let pass.</param>
    /// <param name="device">The device; several sessions may share it.</param>
    /// <param name="options">Storage and precision; null for the defaults.</param>
    /// <exception cref="UnsupportedModelException">There is no kernel for an operator of the network.</exception>
    /// <exception cref="DeviceException">The device failed, or one of its limits was met.</exception>
    public static Session Create(Graph graph, Devices.IDevice device, SessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(device);
        return new DeviceSession(graph, device, options ?? new SessionOptions());
    }

    /// <summary>What runs the model, in words.</summary>
    public abstract string Device { get; }

    /// <summary>The network, as it stands in the file.</summary>
    public abstract Graph Graph { get; }

    /// <summary>The tensors to set before a run, in the model's order.</summary>
    public abstract IReadOnlyList<SessionTensor> Inputs { get; }

    /// <summary>The tensors to read after a run, in the model's order.</summary>
    public abstract IReadOnlyList<SessionTensor> Outputs { get; }

    /// <summary>
    /// Every activation that can be read after a run: the outputs, and all others if
    /// <see cref="SessionOptions.KeepAllTensors"/> was set.
    /// </summary>
    public abstract IReadOnlyList<SessionTensor> Readable { get; }

    /// <summary>What the session holds in memory.</summary>
    public abstract MemoryReport Memory { get; }

    /// <summary>Runs the model once and waits for the outputs.</summary>
    /// <exception cref="DeviceException">The device failed.</exception>
    public abstract void Run();

    /// <summary>Runs the model once without blocking the caller's thread.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was set before the run started; a run that
    /// has started is always waited for.</exception>
    public virtual Task RunAsync(CancellationToken cancellation = default) => Task.Run(Run, cancellation);

    /// <summary>Runs the model once, step by step, and measures each step.</summary>
    public abstract IReadOnlyList<StepTiming> Profile();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the session holds on its device.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>How a session is made.</summary>
public sealed record SessionOptions
{
    /// <summary>Where activations and weights lie; null leaves it to the planner.</summary>
    public Devices.TensorStorage? Storage { get; init; }

    /// <summary>How floats are stored between operators. Kernels always compute in 32 bits.</summary>
    public FloatStorage FloatStorage { get; init; }

    /// <summary>Keeps every activation to be read after a run. Takes more memory.</summary>
    public bool KeepAllTensors { get; init; }
}

/// <summary>How floats are stored between operators.</summary>
public enum FloatStorage
{
    /// <summary>In 32 bits.</summary>
    Float32,

    /// <summary>In 16 bits: half the memory, about three decimal digits.</summary>
    Float16,
}

/// <summary>What a session holds in memory.</summary>
/// <param name="ActivationBytes">All activations, those that share memory counted once.</param>
/// <param name="WeightBytes">The packed weights.</param>
/// <param name="LargestLiveBytes">The most that is alive at any one step: no placement can do with less.</param>
public sealed record MemoryReport(long ActivationBytes, long WeightBytes, long LargestLiveBytes);

/// <summary>How long one step of a plan took.</summary>
/// <param name="Step">What it computes: operator and tensor.</param>
/// <param name="Kernel">Kernel and variant.</param>
/// <param name="Nanoseconds">Time.</param>
public sealed record StepTiming(string Step, string Kernel, long Nanoseconds);
