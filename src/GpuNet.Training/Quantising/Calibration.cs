using GpuNet.Graphs;

namespace GpuNet.Quantising;

/// <summary>What the tensors of a float network have held while it ran.</summary>
internal sealed class Calibration
{
    private readonly TensorHistogram?[] histograms;
    private readonly double[]?[] channelSums;
    private readonly float[]?[] channelMaxima;
    private int runs;

    /// <summary>Nothing has run yet.</summary>
    public Calibration(Graph graph)
    {
        Graph = graph;
        histograms = new TensorHistogram[graph.Tensors.Length];
        channelSums = new double[graph.Tensors.Length][];
        channelMaxima = new float[graph.Tensors.Length][];
    }

    /// <summary>The network.</summary>
    public Graph Graph { get; }

    /// <summary>Takes up the tensors of a session that has run and keeps them all; its inputs are given.</summary>
    /// <exception cref="InvalidInputException">A value is not finite.</exception>
    public void Add(Session session, float[] input)
    {
        Add(Graph.Inputs[0], input);
        foreach (var tensor in session.Readable)
        {
            if (tensor.Tensor.Type != ElementType.Float32) continue;
            var values = new float[tensor.Length];
            tensor.ReadReal(values);
            Add(tensor.Tensor.Index, values);
        }

        runs++;
    }

    /// <summary>The range of a tensor; null for one that no run has shown.</summary>
    public ValueRange? RangeOf(int tensor, double percent) => histograms[tensor]?.Percentile(percent);

    /// <summary>The mean of each channel of a tensor, along its last axis; null for one that no run has shown.</summary>
    public double[]? ChannelMeans(int tensor)
    {
        if (channelSums[tensor] is not { } sums) return null;
        var values = (double)Graph.Tensors[tensor].Shape.ElementCount / sums.Length * runs;
        return Array.ConvertAll(sums, sum => sum / values);
    }

    /// <summary>The greatest value of each channel of a tensor, along its last axis; null for one that no run has shown.</summary>
    public float[]? ChannelMaxima(int tensor) => channelMaxima[tensor];

    private void Add(int tensor, float[] values)
    {
        try
        {
            (histograms[tensor] ??= new TensorHistogram()).Add(values);
        }
        catch (InvalidInputException exception)
        {
            throw new InvalidInputException($"{Graph.Tensors[tensor]}: {exception.Message}.", exception);
        }

        var shape = Graph.Tensors[tensor].Shape;
        var sums = channelSums[tensor] ??= new double[shape.Rank == 0 ? 1 : shape[shape.Rank - 1]];
        var maxima = channelMaxima[tensor] ??= [.. Enumerable.Repeat(float.NegativeInfinity, sums.Length)];
        for (var i = 0; i < values.Length; i++)
        {
            var channel = i % sums.Length;
            sums[channel] += values[i];
            maxima[channel] = Math.Max(maxima[channel], values[i]);
        }
    }
}
