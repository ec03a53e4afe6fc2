namespace GpuNet.Retraining;

/// <summary>How the new last layer is trained.</summary>
public sealed record SoftmaxRegressionOptions
{
    /// <summary>The most passes over the training images.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>Images in a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The first learning rate; it falls to 0 along half a cosine. Features are scaled to a mean square norm of 1.</summary>
    public double LearningRate { get; init; } = 0.5;

    /// <summary>The share of features that a step leaves out at random: 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Weight of half the sum of squared weights in the loss.</summary>
    public double L2 { get; init; } = 1e-4;

    /// <summary>How many epochs the validation loss may fail to fall before the training stops.</summary>
    public int Patience { get; init; } = 30;

    /// <summary>Whether images of rare classes weigh more, so that every class weighs the same in all.</summary>
    public bool ClassWeights { get; init; } = true;

    /// <summary>Decides all that is random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Refuses values that mean nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1, nameof(Epochs));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1, nameof(BatchSize));
        if (!(LearningRate > 0 && double.IsFinite(LearningRate))) throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "Must be positive.");
        if (!(Dropout is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(Dropout), Dropout, "Must be from 0 to below 1.");
        if (!(L2 >= 0 && double.IsFinite(L2))) throw new ArgumentOutOfRangeException(nameof(L2), L2, "Must not be negative.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, 1, nameof(Patience));
    }
}
