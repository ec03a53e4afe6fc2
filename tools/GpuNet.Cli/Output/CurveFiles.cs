using GpuNet.Evaluation;

namespace GpuNet.Cli.Output;

/// <summary>The curves of a training as TensorBoard shows them: a folder for training, one for validation.</summary>
/// <param name="folder">The folder above both.</param>
internal sealed class CurveFiles(string folder) : IDisposable
{
    private readonly EventFile training = new(Path.Combine(folder, "train"));
    private EventFile? validation;

    /// <summary>Adds the end of an epoch.</summary>
    public void Add(EpochReport report)
    {
        training.Add("epoch_loss", report.Epoch, report.TrainingLoss);
        training.Add("epoch_accuracy", report.Epoch, report.TrainingAccuracy);
        training.Add("learning_rate", report.Epoch, report.LearningRate);
        if (report.ValidationLoss is not { } loss || report.ValidationAccuracy is not { } accuracy) return;
        validation ??= new EventFile(Path.Combine(folder, "validation"));
        validation.Add("epoch_loss", report.Epoch, loss);
        validation.Add("epoch_accuracy", report.Epoch, accuracy);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        training.Dispose();
        validation?.Dispose();
    }
}
