namespace GpuNet.Evaluation;

/// <summary>Where a training stood at the end of an epoch.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="LearningRate">The rate of its last step.</param>
/// <param name="TrainingLoss">Mean cross-entropy over the training images, without regularisation.</param>
/// <param name="TrainingAccuracy">Share of the training images that were classified correctly.</param>
/// <param name="ValidationLoss">Mean cross-entropy over the validation images; null where there are none.</param>
/// <param name="ValidationAccuracy">Share of the validation images that were classified correctly.</param>
public sealed record EpochReport(
    int Epoch, double LearningRate, double TrainingLoss, double TrainingAccuracy, double? ValidationLoss, double? ValidationAccuracy);

/// <summary>How a training has gone.</summary>
public enum Fit
{
    /// <summary>As it should.</summary>
    Good,

    /// <summary>The network has learned its training images by heart.</summary>
    Over,

    /// <summary>The network has not even learned its training images.</summary>
    Under,

    /// <summary>There is too little to validate with to say.</summary>
    Unknown,
}

/// <summary>Names over- and under-fitting from the curves of a training.</summary>
/// <param name="Fit">What it is.</param>
/// <param name="Explanation">One sentence: what the curves show, and what to try.</param>
public sealed record FitDiagnosis(Fit Fit, string Explanation)
{
    private const int FewestImages = 10;
    private const double PoorAccuracy = 0.8;
    private const double WideGap = 0.1;
    private const double NoticeableGap = 0.03;
    private const double RisenLoss = 1.25;

    /// <summary>Reads the curves.</summary>
    /// <param name="history">All epochs, at least one.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="validationImages">Number of validation images.</param>
    public static FitDiagnosis Of(IReadOnlyList<EpochReport> history, int classes, int validationImages)
    {
        ArgumentNullException.ThrowIfNull(history);
        var last = history[^1];

        // Between chance and perfect.
        var learned = (last.TrainingAccuracy - (1.0 / classes)) / (1 - (1.0 / classes));
        if (learned < PoorAccuracy)
        {
            return new FitDiagnosis(Fit.Under, FormattableString.Invariant(
                $"under-fitting: only {last.TrainingAccuracy:P1} of the training images are classified correctly; ")
                + "try more --epochs, a higher --learning-rate, less --dropout or a larger network, and look for wrong labels.");
        }

        if (validationImages < FewestImages || last.ValidationLoss is not { } loss || last.ValidationAccuracy is not { } accuracy)
        {
            return new FitDiagnosis(Fit.Unknown, FormattableString.Invariant(
                $"over-fitting cannot be judged from {validationImages} validation images; add images, or raise --validation."));
        }

        var least = history.Min(e => e.ValidationLoss ?? double.PositiveInfinity);
        var gap = last.TrainingAccuracy - accuracy;
        if (gap > WideGap || (gap > NoticeableGap && loss > least * RisenLoss && loss > 2 * last.TrainingLoss))
        {
            return new FitDiagnosis(Fit.Over, FormattableString.Invariant(
                $"over-fitting: {last.TrainingAccuracy:P1} of the training images but {accuracy:P1} of the validation images are classified ")
                + FormattableString.Invariant($"correctly (validation loss {loss:F3}, least {least:F3}); try more images, augmentation or more --dropout."));
        }

        return new FitDiagnosis(Fit.Good, FormattableString.Invariant(
            $"good fit: {last.TrainingAccuracy:P1} of the training and {accuracy:P1} of the validation images are classified correctly."));
    }
}
