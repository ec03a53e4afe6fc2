namespace GpuNet.Networks;

/// <summary>How a network is trained from the beginning.</summary>
public sealed record TrainOptions
{
    /// <summary>The factor of all channels: 0.125 to 2.</summary>
    public double Width { get; init; } = 0.25;

    /// <summary>Rows and columns of the image: 32 to 512.</summary>
    public int Resolution { get; init; } = 96;

    /// <summary>The most passes over the training images.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Images in a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How parameters follow their gradients.</summary>
    public OptimiserKind Optimiser { get; init; } = OptimiserKind.Adam;

    /// <summary>The greatest learning rate; it rises to it within the first epoch and falls to 0 along half a cosine.</summary>
    public double LearningRate { get; init; } = 0.004;

    /// <summary>The share of a weight that a step at rate 1 takes away.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The share of the last features that a step leaves out.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>How many epochs the validation loss may fail to fall before the training stops.</summary>
    public int Patience { get; init; } = 8;

    /// <summary>How images are changed at random; null for not at all.</summary>
    public Datasets.Augmentation? Augmentation { get; init; } = new();

    /// <summary>How the images are divided.</summary>
    public Datasets.DatasetSplit Split { get; init; } = new();

    /// <summary>Decides all that is random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The most threads; their number changes no bit of the result.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>A file that the state is kept in from epoch to epoch; null for none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Refuses values that mean nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        if (!(Width is >= 0.125 and <= 2)) throw new ArgumentOutOfRangeException(nameof(Width), Width, "Must be from 0.125 to 2.");
        if (Resolution is < 32 or > 512) throw new ArgumentOutOfRangeException(nameof(Resolution), Resolution, "Must be from 32 to 512.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1, nameof(Epochs));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 2, nameof(BatchSize));
        if (!(LearningRate > 0 && double.IsFinite(LearningRate))) throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "Must be positive.");
        if (!(WeightDecay is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(WeightDecay), WeightDecay, "Must be from 0 to 1.");
        if (!(Dropout is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(Dropout), Dropout, "Must be from 0 to below 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, 1, nameof(Patience));
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(Threads));
    }
}
