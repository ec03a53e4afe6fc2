using GpuNet.Devices;
using GpuNet.Graphs;

namespace GpuNet.Tuning;

/// <summary>
/// Measures the candidates of each layer where they run: the whole network is made ready once for the first candidates of all
/// layers, once for the second ones, and so on, and each time profiled step by step.
/// </summary>
internal static class Tuner
{
    private const int Profiles = 4;

    // Another candidate than the planner's must be faster by more than measurements differ.
    private const double Advantage = 0.97;

    // Any byte that makes plain floats: what memory holds by chance may be numbers that devices are slow with.
    private const byte InputByte = 0x3D;

    /// <summary>How a session is to choose; null for the planner's own preferences. Measures if the options ask for it.</summary>
    public static ILayerChooser? ChooserFor(Graph graph, IDevice device, SessionOptions options)
    {
        if (options.Tuning == TuningMode.Off) return null;
        var warn = options.OnWarning ?? (_ => { });
        var cache = TuningCache.Load(options.TuningFile, device.Info, warn);
        DeviceModel.Plan(graph, device.Info, options, cache);
        if (cache.IsStale) warn($"The tuning file {options.TuningFile} was measured with other versions of some kernels, which it is not used for.");
        if (options.Tuning == TuningMode.UseFile || cache.Missing.Count == 0) return cache;
        Measure(graph, device, options with { Tuning = TuningMode.Off }, cache);
        if (options.TuningFile is { } path) cache.Save(path, warn);
        return cache;
    }

    private static void Measure(Graph graph, IDevice device, SessionOptions options, TuningCache cache)
    {
        var layers = new Dictionary<string, Layer>(StringComparer.Ordinal);
        var rounds = 1;
        for (var round = 0; round < rounds; round++)
        {
            var chooser = new NthCandidate(round);
            using var session = new DeviceSession(graph, device, options, chooser);
            var times = Profile(session);
            foreach (var (operatorIndex, layer, candidates) in chooser.Asked)
            {
                if (!cache.Missing.Contains(layer)) continue;
                rounds = Math.Max(rounds, candidates.Count);
                if (round >= candidates.Count) continue;
                if (!layers.TryGetValue(layer, out var measured)) layers.Add(layer, measured = new Layer(candidates));

                // Layers of one kind are measured together.
                measured.Nanoseconds[round] += times.GetValueOrDefault(operatorIndex);
            }
        }

        foreach (var (layer, measured) in layers) cache.Set(layer, measured.Best());
    }

    /// <summary>The shortest time of each operator, by its place in the file.</summary>
    private static Dictionary<int, long> Profile(DeviceSession session)
    {
        foreach (var input in session.Inputs)
        {
            var bytes = new byte[input.Tensor.ByteLength];
            bytes.AsSpan().Fill(InputByte);
            input.WriteBytes(bytes);
        }

        // The first run compiles, on some drivers.
        session.Run();
        var best = new Dictionary<int, long>();
        for (var i = 0; i < Profiles; i++)
        {
            var sums = new Dictionary<int, long>();
            foreach (var step in session.Profile()) sums[step.Operator] = sums.GetValueOrDefault(step.Operator) + step.Nanoseconds;
            foreach (var (index, time) in sums) best[index] = Math.Min(best.GetValueOrDefault(index, long.MaxValue), time);
        }

        return best;
    }

    /// <summary>What was measured of layers of one kind.</summary>
    private sealed class Layer(IReadOnlyList<LayerCandidate> candidates)
    {
        public long[] Nanoseconds { get; } = new long[candidates.Count];

        public LayerCandidate Best()
        {
            var best = 0;
            for (var i = 1; i < Nanoseconds.Length; i++)
            {
                if (Nanoseconds[i] < Nanoseconds[best] * (best == 0 ? Advantage : 1)) best = i;
            }

            return candidates[best];
        }
    }

    /// <summary>Takes the candidate of one place everywhere, or the last, and notes what it was asked.</summary>
    private sealed class NthCandidate(int place) : ILayerChooser
    {
        public List<(int Operator, string Layer, IReadOnlyList<LayerCandidate> Candidates)> Asked { get; } = [];

        public int Choose(int operatorIndex, string layer, IReadOnlyList<LayerCandidate> candidates)
        {
            Asked.Add((operatorIndex, layer, candidates));
            return Math.Min(place, candidates.Count - 1);
        }
    }
}
