using GpuNet.Devices;
using GpuNet.Tuning;

namespace GpuNet.Planning;

/// <summary>What the planner may count on.</summary>
/// <param name="Storage">Where activations and weights lie.</param>
/// <param name="Format">How their components are stored.</param>
/// <param name="DeviceKind">What kind of hardware the plan is for.</param>
/// <param name="Limits">The device's limits.</param>
/// <param name="KeepAllTensors">Whether every activation is to be readable after a run.</param>
public sealed record PlannerOptions(
    TensorStorage Storage, TexelFormat Format, DeviceKind DeviceKind, DeviceLimits Limits, bool KeepAllTensors)
{
    private const long MesaRounds = 65_500;

    /// <summary>Chooses among the candidates of a layer; null takes the first, which the planner prefers.</summary>
    internal ILayerChooser? Chooser { get; init; }

    /// <summary>
    /// Whether kernels read tensors in buffers as texels where they can. Drivers that compute in the vectors of a CPU gather a
    /// texel in one go and check a storage buffer's elements one by one; SwiftShader is the exception.
    /// </summary>
    public bool ReadsTexels { get; init; }

    /// <summary>
    /// The most rounds of all loops of one invocation. Mesa's drivers for the CPU leave loops behind 65535 rounds, some of them not the
    /// kernel's, without a word and with whatever has been summed by then.
    /// </summary>
    public long MostRounds { get; init; } = long.MaxValue;

    /// <summary>Whether kernels that can compute in 16-bit floats do so where they read and write nothing else.</summary>
    public bool InHalves { get; init; }

    /// <summary>Whether a network in half floats rounds its inputs too, as it does all that it computes; for tests of kernels by themselves.</summary>
    internal bool HalvesInputs { get; init; }

    /// <summary>Whether two operators that one step can compute are computed so without measuring; for tests of the kernels that do.</summary>
    internal bool FusesOperators { get; init; }

    /// <summary>What fits a device and what the caller asks for.</summary>
    /// <exception cref="ArgumentException">Arithmetic in 16 bits was asked for, and storage in 32.</exception>
    /// <exception cref="DeviceException">It was asked for, and the device has none.</exception>
    public static PlannerOptions For(DeviceInfo device, SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(options);
        var inHalves = options.FloatArithmetic == FloatArithmetic.Float16;
        if (inHalves && options.FloatStorage != FloatStorage.Float16)
            throw new ArgumentException("Arithmetic in 16-bit floats takes storage in 16-bit floats.", nameof(options));
        if (inHalves && !device.Features.HasFlag(DeviceFeatures.Float16Arithmetic))
            throw new DeviceException($"{device.Name} does not compute in 16-bit floats.");
        return new PlannerOptions(
            options.Storage ?? TensorStorage.Buffer,
            options.FloatStorage == FloatStorage.Float16 ? TexelFormat.Float16 : TexelFormat.Float32,
            device.Kind,
            device.Limits,
            options.KeepAllTensors)
        {
            ReadsTexels = device.Kind == DeviceKind.Software && !device.Name.Contains("SwiftShader", StringComparison.OrdinalIgnoreCase),
            InHalves = inHalves,
            HalvesInputs = options.HalvesInputs,
            FusesOperators = options.FusesOperators,
            MostRounds = device.Name.Contains("llvmpipe", StringComparison.OrdinalIgnoreCase) ? MesaRounds : long.MaxValue,
        };
    }
}
