using GpuNet.Devices;

namespace GpuNet.Cli;

/// <summary>Opens models on the backend that a command names. The device is opened once, while the first model is read.</summary>
/// <param name="backend">auto, vulkan, gles, metal, cpu or reference.</param>
internal sealed class Engine(string backend) : IDisposable
{
    /// <summary>The choice of the best device.</summary>
    public const string Auto = "auto";

    /// <summary>TensorFlow Lite's definition of each operator, computed plainly on the host.</summary>
    public const string Reference = "reference";

    private Task<IDevice>? opening;

    /// <summary>What <c>--backend</c> takes.</summary>
    public static IReadOnlyList<string> Backends { get; } = [Auto, "vulkan", "gles", "metal", "cpu", Reference];

    /// <summary>Whether the reference runs the models, which needs no device.</summary>
    public bool IsReference => backend == Reference;

    /// <summary>The device, opened where it is not yet.</summary>
    /// <exception cref="GpuNetException">There is no device, or it does not open.</exception>
    public IDevice Device => Opening().GetAwaiter().GetResult();

    /// <summary>Begins to open the device, if there is to be one, so that a model can be read meanwhile.</summary>
    public void StartOpening()
    {
        if (!IsReference) Opening();
    }

    /// <summary>Loads a model and makes it ready to run.</summary>
    /// <param name="path">A <c>.tflite</c> file.</param>
    /// <param name="options">How the session is made; the reference takes none, and keeps every tensor.</param>
    /// <exception cref="GpuNetException">The model is not sound or not supported, or there is no device.</exception>
    public Session Open(string path, SessionOptions options)
    {
        StartOpening();
        return Open(Model.Load(path), options);
    }

    /// <summary>Makes a model ready to run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How the session is made; the reference takes none, and keeps every tensor.</param>
    /// <exception cref="GpuNetException">The model is not supported, or there is no device.</exception>
    public Session Open(Model model, SessionOptions options) =>
        IsReference ? model.CreateReferenceSession(options) : model.CreateSession(Device, options);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (opening is null) return;
        ((IAsyncResult)opening).AsyncWaitHandle.WaitOne();

        // What failed to open has been reported, or a bad model came first.
        if (opening.IsCompletedSuccessfully) opening.Result.Dispose();
    }

    private Task<IDevice> Opening() => opening ??= Task.Run(() => GpuDevices.Open(backend == Auto ? null : backend));
}
