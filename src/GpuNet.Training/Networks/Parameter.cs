namespace GpuNet.Networks;

/// <summary>Numbers that a network learns, and the slope of the loss by them.</summary>
/// <param name="length">How many.</param>
/// <param name="decays">Whether weight decay applies: to weights, not to biases and normalisations.</param>
internal sealed class Parameter(int length, bool decays)
{
    /// <summary>The numbers.</summary>
    public float[] Values { get; } = new float[length];

    /// <summary>The slope of the loss by each.</summary>
    public float[] Gradient { get; } = new float[length];

    /// <summary>Sums of slopes for each part of a batch; see <see cref="Workers.Reduce"/>.</summary>
    public float[] PartialGradients { get; } = new float[length * Workers.Parts];

    /// <summary>The optimiser's first moments.</summary>
    public float[] First { get; } = new float[length];

    /// <summary>The optimiser's second moments.</summary>
    public float[] Second { get; } = new float[length];

    /// <summary>Whether weight decay applies.</summary>
    public bool Decays { get; } = decays;

    /// <summary>Normal numbers of a variance of 2 / inputs (He and others, 2015), which keeps the variance from layer to layer.</summary>
    public void InitialiseForRelu(int inputs, ref Datasets.SplitMix random)
    {
        var deviation = Math.Sqrt(2.0 / inputs);
        foreach (ref var value in Values.AsSpan()) value = (float)(deviation * random.NextGaussian());
    }
}
