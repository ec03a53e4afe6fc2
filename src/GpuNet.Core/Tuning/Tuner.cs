using GpuNet.Devices;
using GpuNet.Graphs;

namespace GpuNet.Tuning;

/// <summary>Chooses by what was measured, and measures what was not if the options ask for it.</summary>
internal static class Tuner
{
    /// <summary>The options of a session with the storage that it is to have, and what chooses its kernels; nothing does for the planner's own
    /// preferences.</summary>
    public static (SessionOptions Options, ILayerChooser? Chooser) Tune(Graph graph, IDevice device, SessionOptions options)
    {
        if (options.Tuning == TuningMode.Off) return (options, null);
        var warn = options.OnWarning ?? (_ => { });
        var cache = TuningCache.Load(options.TuningFile, device.Info, warn);
        var storage = options.Storage is null ? new StorageTuner(graph, device, options, cache) : null;
        var chosen = options with { Storage = options.Storage ?? storage!.Known };
        var isMeasured = options.Tuning == TuningMode.Measure && chosen.Storage is null;
        // The cache notes what it does not know.
        Ask(chosen.Storage ?? TensorStorage.Buffer);
        if (isMeasured) Ask(TensorStorage.TextureArray);
        if (cache.IsStale) warn($"The tuning file {options.TuningFile} was measured with other versions of some kernels, which it is not used for.");
        if (options.Tuning == TuningMode.Measure && (isMeasured || cache.Missing.Count > 0))
        {
            if (isMeasured)
            {
                Measure(TensorStorage.Buffer);
                chosen = chosen with { Storage = storage!.Measure(() => Measure(TensorStorage.TextureArray)) };
            }
            else
            {
                Measure(chosen.Storage!.Value);
            }

            if (options.TuningFile is { } path) cache.Save(path, warn);
        }

        return (chosen with { Storage = chosen.Storage ?? TensorStorage.Buffer }, cache);

        void Ask(TensorStorage which) => DeviceModel.Plan(graph, device.Info, options with { Storage = which }, cache);

        void Measure(TensorStorage which) =>
            new LayerTuner(graph, device, options with { Storage = which, Tuning = TuningMode.Off }, cache).Measure();
    }
}
