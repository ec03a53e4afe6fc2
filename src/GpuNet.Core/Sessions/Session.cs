using GpuNet.Graphs;

namespace GpuNet;

/// <summary>
/// A model made ready on one device: memory, pipelines and a recorded command list. Set the inputs, run, read the outputs,
/// as often as you like. Members of one session are not to be called at the same time from several threads; several
/// sessions are, also on one device.
/// </summary>
/// <remarks>
/// To keep several runs in flight, take several sessions: <see cref="Fork"/> makes one more over the same weights and kernels.
/// Each may run on a thread of its own, or one thread calls <see cref="Start"/> on one after another and then
/// <see cref="Wait"/>, so that it prepares the next inputs while the device computes.
/// </remarks>
public abstract class Session : IDisposable
{
    /// <summary>A session for a network that was made in memory; see <see cref="Model.CreateSession"/> for one from a file.</summary>
    /// <param name="graph">The network, whose shapes, types and scales nothing checks: use what importing a file would let pass.</param>
    /// <param name="device">The device; several sessions may share it.</param>
    /// <param name="options">Storage and precision; null for the defaults.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="UnsupportedModelException">There is no kernel for an operator of the network.</exception>
    /// <exception cref="DeviceException">The device failed, or one of its limits was met.</exception>
    public static Session Create(Graph graph, Devices.IDevice device, SessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(device);
        options ??= new SessionOptions();
        return new DeviceSession(options.Apply(graph), device, options);
    }

    /// <summary>What runs the model, in words.</summary>
    public abstract string Device { get; }

    /// <summary>
    /// The network, as it stands in the file but for what <see cref="SessionOptions.Batch"/> and <see cref="SessionOptions.Normalisation"/>
    /// ask for.
    /// </summary>
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

    /// <summary>Runs the model once and waits for the outputs. Allocates nothing on a GPU.</summary>
    /// <exception cref="DeviceException">The device failed.</exception>
    public void Run()
    {
        Start();
        Wait();
    }

    /// <summary>
    /// Hands a run to the device and returns without waiting; waits first for the last run if that is still in flight. Until
    /// <see cref="Wait"/> has returned, inputs cannot be set and outputs cannot be read.
    /// </summary>
    /// <exception cref="DeviceException">The device failed.</exception>
    public abstract void Start();

    /// <summary>Waits until the run that was started is done; returns at once if there is none.</summary>
    /// <exception cref="DeviceException">The device failed.</exception>
    public abstract void Wait();

    /// <summary>
    /// Another session of the model on the same device. It shares weights and kernels with this one and has activations,
    /// inputs and outputs of its own, so its runs may be in flight at the same time as this one's. The two end in any order.
    /// </summary>
    /// <exception cref="DeviceException">There is not so much memory.</exception>
    /// <exception cref="ModelFormatException">The model's file has changed since it was loaded.</exception>
    public abstract Session Fork();

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

    /// <summary>
    /// How floats are stored between operators; a model's inputs stay as they are given. Kernels compute in 32 bits unless
    /// <see cref="FloatArithmetic"/> says otherwise.
    /// </summary>
    public FloatStorage FloatStorage { get; init; }

    /// <summary>
    /// How CONV_2D and FULLY_CONNECTED multiply and add floats. <see cref="FloatArithmetic.Float16"/> takes
    /// <see cref="FloatStorage.Float16"/> and a device with <see cref="Devices.DeviceFeatures.Float16Arithmetic"/>.
    /// </summary>
    public FloatArithmetic FloatArithmetic { get; init; }

    /// <summary>
    /// Takes the model's inputs of floats as unsigned bytes, such as the pixels of an image, and normalises them on the device: a quarter
    /// of the bytes to write, and a convolution that comes first reads them as they are. <see cref="Session.Inputs"/> are of
    /// <see cref="ElementType.UInt8"/> then. Inputs of bytes stay what they are. Null for floats as the model has them.
    /// </summary>
    public Normalisation? Normalisation { get; init; }

    /// <summary>
    /// How many images a run takes, where the model was made for one: inputs and outputs have it as their first extent. Null for what the
    /// model was made for. A network that does not compute each image by itself is refused.
    /// </summary>
    public int? Batch { get; init; }

    /// <summary>Keeps every activation to be read after a run. Takes more memory.</summary>
    public bool KeepAllTensors { get; init; }

    /// <summary>
    /// The most bytes that a session may take on its device: <see cref="MemoryReport.TotalBytes"/>. A model that needs more is
    /// refused before any memory is taken, with a <see cref="DeviceException"/> that has the numbers. Null for no limit.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Whether kernels are chosen by what was measured on the device. Results are the same but for the rounding of floats.</summary>
    public TuningMode Tuning { get; init; }

    /// <summary>
    /// The file of measured choices that <see cref="Tuning"/> uses and adds to. It holds a section for each device and driver, so an
    /// application can ship one for all devices that it was tuned on. What it has for another device, driver or version of a
    /// kernel is passed over, and a file that is not sound is ignored, with a warning. Null keeps nothing.
    /// </summary>
    public string? TuningFile { get; init; }

    /// <summary>Takes warnings, each one line. Must not throw. Null for none.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>See <see cref="Planning.PlannerOptions.HalvesInputs"/>.</summary>
    internal bool HalvesInputs { get; init; }

    /// <summary>See <see cref="Planning.PlannerOptions.FusesOperators"/>.</summary>
    internal bool FusesOperators { get; init; }

    /// <summary>The network that a session with these options runs.</summary>
    internal Graph Apply(Graph graph) => ByteInputs.Apply(Batches.Apply(graph, Batch), Normalisation);
}

/// <summary>How a session chooses among kernels that compute the same.</summary>
public enum TuningMode
{
    /// <summary>By the kind of the device and the shapes of the network: the same choice every time.</summary>
    Off,

    /// <summary>By <see cref="SessionOptions.TuningFile"/>, and as with <see cref="Off"/> what that does not have.</summary>
    UseFile,

    /// <summary>As with <see cref="UseFile"/>, and what that does not have is measured first, which takes seconds, and added to it.</summary>
    Measure,
}

/// <summary>How floats are stored between operators.</summary>
public enum FloatStorage
{
    /// <summary>In 32 bits.</summary>
    Float32,

    /// <summary>In 16 bits: half the memory, about three decimal digits.</summary>
    Float16,
}

/// <summary>How floats are multiplied and added.</summary>
public enum FloatArithmetic
{
    /// <summary>In 32 bits.</summary>
    Float32,

    /// <summary>
    /// In 16 bits: twice as fast on many GPUs of phones. Sums are kept in 16 bits too, so a long one loses digits, and what exceeds 65504 is
    /// infinite. What OpenGL ES computes at medium precision, and what the host computes, may be more exact.
    /// </summary>
    Float16,
}

/// <summary>What a session holds in memory.</summary>
/// <param name="ActivationBytes">All activations, those that share memory counted once.</param>
/// <param name="WeightBytes">The packed weights; sessions that were forked share them.</param>
/// <param name="LargestLiveBytes">The most that is alive at any one step: no placement can do with less.</param>
/// <param name="TransferBytes">Inputs and outputs, in memory that the host reaches.</param>
public sealed record MemoryReport(long ActivationBytes, long WeightBytes, long LargestLiveBytes, long TransferBytes = 0)
{
    /// <summary>All that the session holds.</summary>
    public long TotalBytes => checked(ActivationBytes + WeightBytes + TransferBytes);
}

/// <summary>How long one step of a plan took.</summary>
/// <param name="Step">What it computes: operator and tensor.</param>
/// <param name="Kernel">Kernel and variant.</param>
/// <param name="Nanoseconds">Time.</param>
public sealed record StepTiming(string Step, string Kernel, long Nanoseconds)
{
    /// <summary>The operator's place in the file; -1 for a step that brings data in or out.</summary>
    public int Operator { get; init; } = -1;

    /// <summary>The arithmetic that the operator asks for; a multiply-add is two operations. 0 for what only moves elements.</summary>
    public long Operations { get; init; }

    /// <summary>The bytes of all that the step reads and writes, each counted once: no kernel moves less.</summary>
    public long Bytes { get; init; }
}
