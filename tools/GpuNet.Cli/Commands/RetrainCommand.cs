using System.CommandLine;
using System.Globalization;
using GpuNet.Cli.Output;
using GpuNet.Datasets;
using GpuNet.Evaluation;
using GpuNet.Retraining;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet retrain</c>: a new last layer for a network that has learned to see.</summary>
internal static class RetrainCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var byDefault = new SoftmaxRegressionOptions();
        var split = new DatasetSplit();
        var dataset = CommonOptions.Dataset();
        var baseModel = new Option<string>("--base")
        {
            Description = "The .tflite model to begin with: a classifier, or an extractor of features.", HelpName = "M", Required = true,
        };
        var output = new Option<string>("--out") { Description = "The .tflite model to write.", HelpName = "OUT", Required = true };
        var isExtractor = new Option<bool>("--extractor") { Description = "Take the output of the base for the features, whatever makes it." };
        var epochs = CommonOptions.Count("--epochs", "The most passes over the training images.", byDefault.Epochs, least: 1);
        var batch = CommonOptions.Count("--batch", "Images in a step.", byDefault.BatchSize, least: 1);
        var rate = CommonOptions.Number("--learning-rate", "The first learning rate.", byDefault.LearningRate, 1e-6, 100);
        var dropout = CommonOptions.Number("--dropout", "The share of features that a step leaves out.", byDefault.Dropout, 0, 0.95);
        var l2 = CommonOptions.Number("--l2", "Weight of the squared weights in the loss.", byDefault.L2, 0, 10);
        var patience = CommonOptions.Count("--patience", "Epochs without a better validation loss before the training stops.", byDefault.Patience, least: 1);
        var noClassWeights = new Option<bool>("--no-class-weights") { Description = "Let every image weigh the same, not every class." };
        var validation = CommonOptions.Number("--validation", "Share of the images for validation.", split.ValidationShare, 0, 0.9);
        var test = CommonOptions.Number("--test", "Share of the images for the test.", split.TestShare, 0, 0.9);
        var augment = CommonOptions.Count("--augment", "Changed copies of each training image to learn from too.", byDefault: 0, least: 0);
        var seed = CommonOptions.Seed();
        var cache = new Option<string?>("--cache") { Description = "The folder of bottlenecks.", HelpName = "DIR" };
        var logs = new Option<string?>("--logdir") { Description = "A folder for TensorBoard's event files.", HelpName = "DIR" };
        var backend = CommonOptions.Backend();
        var json = CommonOptions.JsonOutput();
        var command = new Command("retrain", "Train a new last layer for a model.")
        {
            dataset, baseModel, output, isExtractor, epochs, batch, rate, dropout, l2, patience, noClassWeights, validation, test, augment, seed,
            cache, logs, backend, json,
        };
        command.SetAction(parsed =>
        {
            var options = new RetrainOptions
            {
                Training = new SoftmaxRegressionOptions
                {
                    Epochs = parsed.GetValue(epochs), BatchSize = parsed.GetValue(batch), LearningRate = parsed.GetValue(rate),
                    Dropout = parsed.GetValue(dropout), L2 = parsed.GetValue(l2), Patience = parsed.GetValue(patience),
                    ClassWeights = !parsed.GetValue(noClassWeights), Seed = (ulong)parsed.GetValue(seed),
                },
                Split = new DatasetSplit(parsed.GetValue(validation), parsed.GetValue(test)),
                Augmentations = parsed.GetValue(augment),
                CacheFolder = parsed.GetValue(cache) ?? BottleneckCache.DefaultFolder,
            };
            if (options.Split.ValidationShare + options.Split.TestShare > 0.9)
                throw new UsageException("--validation and --test together leave less than a tenth of the images for training.");
            var request = new Request(
                parsed.GetRequiredValue(dataset), parsed.GetRequiredValue(baseModel), parsed.GetRequiredValue(output), parsed.GetValue(isExtractor),
                parsed.GetValue(logs), options);
            using var engine = new Engine(parsed.GetRequiredValue(backend));
            var (report, result) = Retrain(terminal, engine, request, cancellation);
            if (parsed.GetValue(json)) Json.Write(terminal.Output, report, Json.Readable.RetrainReport);
            else Show(terminal, report, result);
            return ExitCode.Done;
        });
        return command;
    }

    private static (RetrainReport Report, RetrainResult Result) Retrain(Terminal terminal, Engine engine, Request request, CancellationToken cancellation)
    {
        OutputFile.Prepare(request.Output);
        var dataset = DatasetReader.Read(request.Dataset);
        var extractor = FeatureExtractor.Find(Model.Load(request.Base), request.IsExtractor);
        using var curves = request.Logs is null ? null : new CurveFiles(request.Logs);
        var result = terminal.WithBars(bars => Retrainer.Run(
            dataset, extractor, request.Options, model => engine.Open(model, new SessionOptions()), new Observer(bars, curves), cancellation));
        OutputFile.Write(request.Output, result.File);

        var (part, matrix) = Measured(result);
        return (new RetrainReport(
            request.Output, request.Base, result.Bottlenecks.Device,
            [.. dataset.Classes.Zip(result.Scan.ClassCounts, (name, count) => new ClassCount(name, count))],
            result.Parts.GetValueOrDefault(DatasetPart.Training), result.Parts.GetValueOrDefault(DatasetPart.Validation),
            result.Parts.GetValueOrDefault(DatasetPart.Test), result.Bottlenecks.Computed, result.Bottlenecks.FromCache, result.History.Count,
            result.Results[DatasetPart.Training].Accuracy, result.Results.GetValueOrDefault(DatasetPart.Validation)?.Accuracy,
            result.Results.GetValueOrDefault(DatasetPart.Test)?.Accuracy, new ConfusionReport(Name(part), matrix.Classes, matrix.Counts),
            DatasetView.Mistakes(result.Predictions, dataset.Classes), [.. result.Scan.Broken.Select(b => b.Reason)],
            [.. result.Scan.Duplicates.Select(d => d.Sample.ToString())], [.. result.Scan.Conflicts.Select(c => c.Sample.ToString())],
            Name(result.Diagnosis.Fit), result.Diagnosis.Explanation), result);
    }

    // Images that nothing was chosen by say most.
    private static (DatasetPart Part, ConfusionMatrix Matrix) Measured(RetrainResult result)
    {
        foreach (var part in new[] { DatasetPart.Test, DatasetPart.Validation })
        {
            if (result.Results.TryGetValue(part, out var matrix)) return (part, matrix);
        }

        return (DatasetPart.Training, result.Results[DatasetPart.Training]);
    }

    private static void Show(Terminal terminal, RetrainReport report, RetrainResult result)
    {
        DatasetView.ShowScan(terminal, result.Scan);
        terminal.Line($"{report.Training} images for training, {report.Validation} for validation, {report.Test} for the test");
        terminal.Line(report.Device is null
            ? $"bottlenecks: all {report.BottlenecksCached} from the cache"
            : $"bottlenecks: {report.BottlenecksComputed} computed on {report.Device}, {report.BottlenecksCached} from the cache");
        DatasetView.ShowConfusion(terminal, result.Results[Measured(result).Part], report.Confusion.Part);
        DatasetView.ShowMistakes(terminal, report.Mistakes);
        terminal.Line();
        terminal.Line(
            $"accuracy after {report.Epochs} epochs: training {Share(report.TrainingAccuracy)}, "
            + $"validation {Share(report.ValidationAccuracy)}, test {Share(report.TestAccuracy)}");
        terminal.Line(report.Advice);
        terminal.Line($"wrote {report.Model}");
    }

    private static string Share(double? accuracy) => accuracy is { } value ? value.ToString("P1", CultureInfo.InvariantCulture) : "-";

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private sealed record Request(string Dataset, string Base, string Output, bool IsExtractor, string? Logs, RetrainOptions Options);

    private sealed class Observer(ProgressBars bars, CurveFiles? curves) : IRetrainObserver
    {
        public void Begin(RetrainStage stage, int items) => bars.Begin(
            stage switch { RetrainStage.Scan => "reading images", RetrainStage.Bottlenecks => "bottlenecks", _ => "training" }, items);

        public void Advance(int items) => bars.Advance(items);

        public void EpochDone(EpochReport report) => curves?.Add(report);
    }
}
