using System.Diagnostics;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Planning;
using GpuNet.Shaders;

namespace GpuNet.Tuning;

/// <summary>
/// Chooses where the tensors of a network lie, in buffers or in texture arrays, where the caller leaves that open. It is one choice for
/// all of them: a layer that read one and wrote the other would need another set of kernels, or a copy.
/// </summary>
internal sealed class StorageTuner
{
    private const int Runs = 7;
    private const string BufferWord = "buffer";
    private const string TextureWord = "texture";

    private readonly Graph graph;
    private readonly IDevice device;
    private readonly SessionOptions options;
    private readonly TuningCache cache;
    private readonly string? network;
    private readonly string hash = "";

    /// <summary>Prepares the choice for a network.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="device">The device.</param>
    /// <param name="options">Options without a storage.</param>
    /// <param name="cache">What is known of the device.</param>
    public StorageTuner(Graph graph, IDevice device, SessionOptions options, TuningCache cache)
    {
        (this.graph, this.device, this.options, this.cache) = (graph, device, options, cache);
        try
        {
            var steps = Steps(TensorStorage.Buffer).Concat(Steps(TensorStorage.TextureArray)).ToList();
            var text = string.Join('\n', steps.Select(s => $"{s.Variant} {s.Groups} {string.Join(' ', s.Arguments.Uniforms)}"));
            network = $"network {ShaderHash.Of(text)}";
            hash = ShaderHash.Of(steps.Select(s => s.Variant).Distinct());
        }
        catch (GpuNetException)
        {
            // What a device cannot hold in texture arrays stays in buffers, which say themselves what is wrong with them.
        }
    }

    /// <summary>The storage that was measured to be the faster one; null if it was not measured.</summary>
    public TensorStorage? Known => network is null ? TensorStorage.Buffer : cache.ChoiceFor(network, hash) switch
    {
        BufferWord => TensorStorage.Buffer,
        TextureWord => TensorStorage.TextureArray,
        _ => null,
    };

    /// <summary>Runs the network in both, in turns, with the best layers of each, and tells the cache which was faster.</summary>
    /// <param name="tuneTextures">Measures the layers in texture arrays; those in buffers have been measured.</param>
    public TensorStorage Measure(Action tuneTextures)
    {
        var faster = TensorStorage.Buffer;
        using var inBuffers = Open(TensorStorage.Buffer);
        try
        {
            tuneTextures();
            using var inTextures = Open(TensorStorage.TextureArray);
            var (buffers, textures) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
            for (var i = 0; i < Runs; i++)
            {
                buffers = Min(buffers, TimeOf(inBuffers));
                textures = Min(textures, TimeOf(inTextures));
            }

            if (textures < buffers * LayerTimes.Advantage) faster = TensorStorage.TextureArray;
        }
        catch (GpuNetException e) when (e is DeviceException or UnsupportedModelException)
        {
            options.OnWarning?.Invoke($"Texture arrays are not measured: {MessageText.OneLine(e.Message)}");
        }

        if (network is not null) cache.Set(network, faster == TensorStorage.Buffer ? BufferWord : TextureWord, hash);
        return faster;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan TimeOf(DeviceSession session)
    {
        var start = Stopwatch.GetTimestamp();
        session.Run();
        return Stopwatch.GetElapsedTime(start);
    }

    private IReadOnlyList<PlannedStep> Steps(TensorStorage storage) =>
        DeviceModel.Plan(graph, device.Info, options with { Storage = storage }, chooser: null).Steps;

    private DeviceSession Open(TensorStorage storage)
    {
        var session = new DeviceSession(graph, device, options with { Storage = storage, Tuning = TuningMode.Off }, cache);
        LayerTuner.FillInputs(session);
        session.Run();
        return session;
    }
}
