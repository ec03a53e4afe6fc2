using System.Collections.Immutable;
using GpuNet.Graphs;

namespace GpuNet;

/// <summary>Lets a network take its float inputs as 8-bit data; see <see cref="SessionOptions.Normalisation"/>.</summary>
internal static class ByteInputs
{
    // A texel has four channels, and a kernel as many means and deviations.
    private const int MostChannels = 4;

    /// <summary>
    /// The graph with an unsigned 8-bit tensor for each input of floats, and an operator in front that normalises it; the graph itself
    /// for no normalisation. Tensors keep their indices.
    /// </summary>
    /// <exception cref="InvalidInputException">The means and deviations are not sound, or fit no input.</exception>
    public static Graph Apply(Graph graph, Normalisation? normalisation)
    {
        if (normalisation is null) return graph;
        Check(normalisation);
        var tensors = graph.Tensors.ToBuilder();
        var inputs = graph.Inputs.ToBuilder();
        var operators = ImmutableArray.CreateBuilder<Operator>();
        for (var i = 0; i < inputs.Count; i++)
        {
            var floats = graph.Tensors[inputs[i]];
            if (floats.Type != ElementType.Float32) continue;
            Check(normalisation, floats);
            inputs[i] = tensors.Count;
            operators.Add(new Normalise(-1 - i, [tensors.Count], floats.Index, normalisation));
            tensors.Add(floats with { Index = tensors.Count, Type = ElementType.UInt8 });
        }

        return new Graph(tensors.ToImmutable(), [.. operators, .. graph.Operators], inputs.ToImmutable(), graph.Outputs);
    }

    private static void Check(Normalisation normalisation)
    {
        var (means, deviations) = (normalisation.Mean, normalisation.Deviation);
        if (means.IsDefaultOrEmpty || deviations.IsDefault || means.Length != deviations.Length)
            throw new InvalidInputException("A normalisation has as many means as deviations, and at least one.");
        foreach (var mean in means)
        {
            if (!float.IsFinite(mean)) throw new InvalidInputException($"A normalisation cannot have a mean of {mean}.");
        }

        foreach (var deviation in deviations)
        {
            if (!float.IsFinite(1 / deviation) || !float.IsFinite(deviation) || deviation <= 0)
                throw new InvalidInputException($"A normalisation cannot have a deviation of {deviation}.");
        }
    }

    private static void Check(Normalisation normalisation, Tensor floats)
    {
        var count = normalisation.Mean.Length;
        if (count == 1) return;
        var channels = floats.Shape.ToNhwc().Channels;
        if (count != channels || channels > MostChannels)
            throw new InvalidInputException(
                $"{floats} has {channels} channels, and the normalisation is for {count}; for each channel by itself there may be up to {MostChannels}.");
    }
}
