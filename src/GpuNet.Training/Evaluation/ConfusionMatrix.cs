namespace GpuNet.Evaluation;

/// <summary>How often images of each class were taken for each class.</summary>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Counts">Row: what they are; column: what they were taken for.</param>
public sealed record ConfusionMatrix(IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<int>> Counts)
{
    /// <summary>Number of images.</summary>
    public int Total { get; } = Counts.Sum(row => row.Sum());

    /// <summary>Number of images whose class was found.</summary>
    public int Correct { get; } = Counts.Select((row, i) => row[i]).Sum();

    /// <summary>Share of the images whose class was found; 0 where there are none.</summary>
    public double Accuracy => Total == 0 ? 0 : (double)Correct / Total;

    /// <summary>Counts predictions.</summary>
    public static ConfusionMatrix Of(IReadOnlyList<string> classes, IEnumerable<Prediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(predictions);
        var counts = classes.Select(_ => new int[classes.Count]).ToArray();
        foreach (var prediction in predictions) counts[prediction.Truth][prediction.Class]++;
        return new ConfusionMatrix(classes, counts);
    }
}

/// <summary>What a classifier said of an image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Truth">The index of its class.</param>
/// <param name="Class">The index of the class that it was taken for.</param>
/// <param name="Probability">The probability of that class, 0 to 1.</param>
/// <param name="TruthProbability">The probability of its own class.</param>
public sealed record Prediction(string Image, int Truth, int Class, double Probability, double TruthProbability)
{
    /// <summary>Whether the class was found.</summary>
    public bool IsCorrect => Class == Truth;

    /// <summary>Reads the probabilities of all classes; the first of equals is taken, as ARG_MAX does.</summary>
    public static Prediction Of(string image, int truth, ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[best]) best = i;
        }

        return new Prediction(image, truth, best, probabilities[best], probabilities[truth]);
    }
}
