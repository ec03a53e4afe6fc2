using GpuNet.Devices;

namespace GpuNet.Cli;

/// <summary>Opens models on the backend that a command names. The device is opened once, with the first model.</summary>
/// <param name="backend">auto, vulkan, gles, metal, cpu or reference.</param>
internal sealed class Engine(string backend) : IDisposable
{
    /// <summary>The choice of the best device.</summary>
    public const string Auto = "auto";

    /// <summary>TensorFlow Lite's definition of each operator, computed plainly on the host.</summary>
    public const string Reference = "reference";

    private IDevice? device;

    /// <summary>What <c>--backend</c> takes.</summary>
    public static IReadOnlyList<string> Backends { get; } = [Auto, "vulkan", "gles", "metal", "cpu", Reference];

    /// <summary>Whether the reference runs the models, which needs no device.</summary>
    public bool IsReference => backend == Reference;

    /// <summary>The device, opened where it is not yet.</summary>
    /// <exception cref="GpuNetException">There is no device, or it does not open.</exception>
    public IDevice Device => device ??= GpuDevices.Open(backend == Auto ? null : backend);

    /// <summary>Loads a model and makes it ready to run.</summary>
    /// <param name="path">A <c>.tflite</c> file.</param>
    /// <param name="options">How the session is made; the reference takes none, and keeps every tensor.</param>
    /// <exception cref="GpuNetException">The model is not sound or not supported, or there is no device.</exception>
    public Session Open(string path, SessionOptions options)
    {
        var model = Model.Load(path);
        return IsReference ? model.CreateReferenceSession() : model.CreateSession(Device, options);
    }

    /// <inheritdoc/>
    public void Dispose() => device?.Dispose();
}
