namespace GpuNet.Quantising;

/// <summary>How far the output of a layer has moved by quantisation.</summary>
/// <param name="Operator">The operator, such as <c>operator 3 CONV_2D</c>.</param>
/// <param name="Tensor">The name of its output.</param>
/// <param name="SignalToNoise">10 log10 of the sum of squares over the sum of squared differences, in decibels; infinite where nothing differs.</param>
public sealed record LayerNoise(string Operator, string Tensor, double SignalToNoise);

/// <summary>Sums up signal and noise of a tensor over several runs.</summary>
internal struct NoiseSum
{
    private double signal;
    private double noise;

    /// <summary>The ratio in decibels.</summary>
    public readonly double Decibels => noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / noise);

    /// <summary>Adds a run.</summary>
    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            signal += (double)expected[i] * expected[i];
            noise += ((double)expected[i] - actual[i]) * ((double)expected[i] - actual[i]);
        }
    }
}
