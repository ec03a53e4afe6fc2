using GpuNet.Devices;
using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>How a case is run on a device.</summary>
/// <param name="Storage">Where tensors lie.</param>
/// <param name="Floats">How floats are stored.</param>
/// <param name="Planned">What hardware the planner chooses kernels and tiles for.</param>
public sealed record CaseConfiguration(TensorStorage Storage, FloatStorage Floats, PlannedFor Planned)
{
    /// <summary>Every configuration.</summary>
    public static IReadOnlyList<CaseConfiguration> All { get; } =
    [
        .. from floats in Enum.GetValues<FloatStorage>()
           from storage in Enum.GetValues<TensorStorage>()
           from planned in Enum.GetValues<PlannedFor>()
           select new CaseConfiguration(storage, floats, planned),
    ];

    /// <summary>
    /// The options of a session that runs a case so. In half floats every other case rounds its inputs too, for kernels read 32 bits where
    /// an input is, and halves within a network; QUANTIZE does not, for its bytes are to be exact.
    /// </summary>
    public SessionOptions OptionsOf(LayerCase layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return new()
        {
            Storage = Storage,
            FloatStorage = Floats,
            FusesOperators = layer.Id.Family == ConvolutionCases.Separable,
            HalvesInputs = Floats == FloatStorage.Float16 && IsEveryOther(layer.Id.Number) && layer.Operator is not Quantize,
        };
    }

    // Families draw by the parity of the number, or by its rest of four.
    private static bool IsEveryOther(int number) => (number + (number / 4)) % 2 == 1;

    /// <summary>The options of the command line that choose this configuration alone.</summary>
    public string Arguments =>
        $"--storage {(Storage == TensorStorage.Buffer ? "buffer" : "texture")} --float-storage {FloatsWord} --planned-for {PlannedWord}";

    private string FloatsWord => Floats == FloatStorage.Float16 ? "f16" : "f32";

    private string PlannedWord => Planned == PlannedFor.Gpu ? "gpu" : "software";

    /// <inheritdoc/>
    public override string ToString() => $"{(Storage == TensorStorage.Buffer ? "buffer" : "texture")} {FloatsWord} {PlannedWord}";
}

/// <summary>The classes of hardware that the planner tells apart.</summary>
public enum PlannedFor
{
    /// <summary>A GPU.</summary>
    Gpu,

    /// <summary>A driver that computes on the CPU.</summary>
    Software,
}
