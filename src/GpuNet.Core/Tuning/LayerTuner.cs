using GpuNet.Devices;
using GpuNet.Graphs;

namespace GpuNet.Tuning;

/// <summary>
/// Measures the candidates of each layer where they run: the whole network is made ready once for the first candidates of all
/// layers, once for the second ones, and so on, and each time profiled step by step. First come kernels and tiles, then shapes of workgroups for
/// the fastest of each layer alone, then one step for two operators against the fastest two: a round takes as long as a load.
/// </summary>
internal sealed class LayerTuner(Graph graph, IDevice device, SessionOptions options, TuningCache cache)
{
    private const int Profiles = 4;

    // Any byte that makes plain floats: what memory holds by chance may be numbers that devices are slow with.
    private const byte InputByte = 0x3D;

    private readonly Dictionary<string, LayerTimes> layers = new(StringComparer.Ordinal);

    private bool asksOfTwo;

    /// <summary>Measures the layers that the cache does not know, and tells it.</summary>
    public void Measure()
    {
        Measure((_, candidates) => [.. Places(candidates, c => c.HasOwnWorkgroup && !c.IsOfTwo)]);
        Measure((times, candidates) => [.. Places(candidates, c => !c.HasOwnWorkgroup && c.IsTileOf(times!.BestCandidate))]);
        if (asksOfTwo) Measure((_, candidates) => [.. Places(candidates, c => c.IsOfTwo)]);
        foreach (var (layer, times) in layers) cache.Set(layer, times.BestCandidate);
    }

    /// <summary>Sets the inputs of a session to plain numbers.</summary>
    public static void FillInputs(Session session)
    {
        foreach (var input in session.Inputs)
        {
            var bytes = new byte[input.Tensor.ByteLength];
            bytes.AsSpan().Fill(InputByte);
            input.WriteBytes(bytes);
        }
    }

    private static IEnumerable<int> Places(IReadOnlyList<LayerCandidate> candidates, Func<LayerCandidate, bool> holds) =>
        Enumerable.Range(0, candidates.Count).Where(i => holds(candidates[i]));

    /// <summary>One round for each place that any layer is to be measured with.</summary>
    private void Measure(Func<LayerTimes?, IReadOnlyList<LayerCandidate>, IReadOnlyList<int>> placesOf)
    {
        var plans = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        var rounds = 1;
        for (var round = 0; round < rounds; round++)
        {
            var chooser = new Chooser(Choose);
            Dictionary<int, long> times;
            try
            {
                times = Profile(chooser);
            }
            catch (DeviceException e) when (layers.Count > 0)
            {
                // What a device refuses is no candidate on it; the planner's own choices have run by now.
                options.OnWarning?.Invoke($"Some ways to compute the layers are not measured: {MessageText.OneLine(e.Message)}");
                continue;
            }

            foreach (var (operators, layer, candidates, place) in chooser.Asked)
            {
                if (!plans.TryGetValue(layer, out var places)) continue;
                rounds = Math.Max(rounds, places.Count);
                if (round >= places.Count) continue;
                if (!layers.TryGetValue(layer, out var measured)) layers.Add(layer, measured = new LayerTimes(candidates));

                // Layers of one kind are measured together.
                measured.Add(place, operators.Sum(op => times.GetValueOrDefault(op)));
            }

            int Choose(string layer, IReadOnlyList<LayerCandidate> candidates)
            {
                asksOfTwo |= candidates[0].IsOfTwo;
                var known = layers.GetValueOrDefault(layer);
                if (cache.Missing.Contains(layer) && !plans.ContainsKey(layer)) plans.Add(layer, placesOf(known, candidates));
                return plans.TryGetValue(layer, out var places) && round < places.Count ? places[round] : known?.Best ?? 0;
            }
        }
    }

    /// <summary>The shortest time of each operator, by its place in the file.</summary>
    private Dictionary<int, long> Profile(ILayerChooser chooser)
    {
        using var session = new DeviceSession(graph, device, options, chooser);
        FillInputs(session);

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

    /// <summary>Takes what it is told to, and notes what it was asked.</summary>
    private sealed class Chooser(Func<string, IReadOnlyList<LayerCandidate>, int> choose) : ILayerChooser
    {
        public List<(IReadOnlyList<int> Operators, string Layer, IReadOnlyList<LayerCandidate> Candidates, int Place)> Asked { get; } = [];

        public int Choose(IReadOnlyList<int> operators, string layer, IReadOnlyList<LayerCandidate> candidates)
        {
            var place = choose(layer, candidates);
            Asked.Add((operators, layer, candidates, place));
            return place;
        }
    }
}
