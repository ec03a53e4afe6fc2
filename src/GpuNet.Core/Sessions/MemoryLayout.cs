using System.Globalization;
using GpuNet.Devices;
using GpuNet.Placement;
using GpuNet.Planning;

namespace GpuNet;

/// <summary>
/// Where everything that a plan binds lies, and what that takes, before any memory is asked for. A pure function of the plan.
/// </summary>
public sealed class MemoryLayout
{
    private readonly ExecutionPlan plan;

    /// <summary>Places what a plan binds.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="limits">The device's limits.</param>
    /// <param name="keepAll">Whether every activation lives to the end, to be looked at.</param>
    public MemoryLayout(ExecutionPlan plan, DeviceLimits limits, bool keepAll)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(limits);
        this.plan = plan;
        var weightOffsets = new long[plan.Constants.Count];
        WeightOffsets = weightOffsets;
        var weightBytes = 0L;
        for (var i = 0; i < weightOffsets.Length; i++)
        {
            weightOffsets[i] = WeightArenaBytes;
            weightBytes += plan.Constants[i].Resource.ByteLength;
            WeightArenaBytes = Lifetimes.Align(WeightArenaBytes + plan.Constants[i].Resource.ByteLength, limits.StorageBufferAlignment);
        }

        ActivationLifetimes = Planning.ActivationLifetimes.Of(plan, keepAll);
        if (plan.Activations.Count > 0 && plan.Activations[0].Storage == TensorStorage.TextureArray) Textures = PlaceTextures(ActivationLifetimes);
        else if (plan.Activations.Count > 0) Activations = PlaceBuffers(ActivationLifetimes, limits.StorageBufferAlignment);
        var transferBytes = 0L;
        foreach (var input in plan.Inputs) transferBytes += input.Resource.ByteLength;
        foreach (var output in plan.Outputs) transferBytes += output.Resource.ByteLength;
        Report = new MemoryReport(
            Activations?.TotalBytes ?? Textures?.TotalBytes ?? 0,
            weightBytes,
            Activations?.LargestLiveBytes ?? Textures?.LargestLiveBytes ?? 0,
            transferBytes);
    }

    /// <summary>What the plan takes.</summary>
    public MemoryReport Report { get; }

    /// <summary>The first byte of each constant in the order of the plan, for weights in one buffer.</summary>
    public IReadOnlyList<long> WeightOffsets { get; }

    /// <summary>Bytes of all weights in one buffer.</summary>
    public long WeightArenaBytes { get; }

    /// <summary>The first and the last step of each activation, in the order of the plan.</summary>
    public IReadOnlyList<(int First, int Last)> ActivationLifetimes { get; }

    /// <summary>Where the activations lie in their buffer; null if they lie in textures or there are none.</summary>
    public ArenaPlan? Activations { get; }

    /// <summary>Which textures hold the activations; null if they lie in a buffer or there are none.</summary>
    public TexturePlan? Textures { get; }

    /// <summary>The texture array that a tensor needs.</summary>
    public static TextureExtents ExtentsOf(DeviceTensor tensor) => new(tensor.Width, tensor.Height, tensor.Layers, tensor.Format);

    /// <summary>Refuses a plan that takes more than the caller allows.</summary>
    /// <exception cref="DeviceException">It does; the message has the numbers.</exception>
    public void Require(long? limit)
    {
        if (limit is not { } most || Report.TotalBytes <= most) return;
        throw new DeviceException(string.Create(
            CultureInfo.InvariantCulture,
            $"The model needs {Report.TotalBytes} bytes on the device (weights {Report.WeightBytes}, activations {Report.ActivationBytes}, "
            + $"inputs and outputs {Report.TransferBytes}), and the session's limit is {most}."));
    }

    private ArenaPlan PlaceBuffers(IReadOnlyList<(int First, int Last)> lifetimes, int alignment)
    {
        var usages = new Usage[lifetimes.Count];
        for (var i = 0; i < usages.Length; i++)
            usages[i] = new Usage(i, plan.Activations[i].ByteLength, lifetimes[i].First, lifetimes[i].Last);
        return new GreedyArena().Place(usages, alignment);
    }

    private TexturePlan PlaceTextures(IReadOnlyList<(int First, int Last)> lifetimes)
    {
        var usages = new TextureUsage[lifetimes.Count];
        for (var i = 0; i < usages.Length; i++)
            usages[i] = new TextureUsage(i, ExtentsOf(plan.Activations[i]), lifetimes[i].First, lifetimes[i].Last);
        return TexturePool.Assign(usages);
    }
}
