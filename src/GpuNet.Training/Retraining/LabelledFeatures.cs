namespace GpuNet.Retraining;

/// <summary>Vectors of features and their classes.</summary>
/// <param name="Features">One vector for each image, all of the same length.</param>
/// <param name="Labels">The index of each image's class.</param>
public sealed record LabelledFeatures(IReadOnlyList<float[]> Features, IReadOnlyList<int> Labels)
{
    /// <summary>Number of images.</summary>
    public int Count => Labels.Count;
}

/// <summary>A layer that makes scores of features: score[k] = bias[k] + sum over i of weights[k * features + i] * x[i].</summary>
/// <param name="Weights">[classes, features], row by row.</param>
/// <param name="Bias">[classes].</param>
public sealed record LinearClassifier(float[] Weights, float[] Bias)
{
    /// <summary>Number of classes.</summary>
    public int Classes => Bias.Length;

    /// <summary>Number of features.</summary>
    public int Features => Weights.Length / Bias.Length;

    /// <summary>Writes the scores of a vector of features.</summary>
    public void Scores(ReadOnlySpan<float> features, Span<float> scores)
    {
        for (var k = 0; k < Bias.Length; k++)
            scores[k] = Bias[k] + VectorMath.Dot(Weights.AsSpan(k * features.Length, features.Length), features);
    }
}
