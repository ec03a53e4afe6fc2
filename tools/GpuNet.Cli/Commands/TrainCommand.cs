using System.CommandLine;
using System.Globalization;
using GpuNet.Cli.Output;
using GpuNet.Datasets;
using GpuNet.Evaluation;
using GpuNet.Networks;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet train</c>: MobileNet V1 from the beginning.</summary>
internal static class TrainCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var byDefault = new TrainOptions();
        var dataset = CommonOptions.Dataset();
        var output = new Option<string>("--out") { Description = "The .tflite model to write.", HelpName = "OUT", Required = true };
        var width = CommonOptions.Number("--width", "The factor of all channels.", byDefault.Width, 0.125, 2);
        var resolution = CommonOptions.Count("--resolution", "Rows and columns of the image.", byDefault.Resolution, least: 32);
        var epochs = CommonOptions.Count("--epochs", "The most passes over the training images.", byDefault.Epochs, least: 1);
        var batch = CommonOptions.Count("--batch", "Images in a step.", byDefault.BatchSize, least: 2);
        var optimiser = CommonOptions.OneOf(
            new Option<string>("--optimiser")
            {
                Description = "How weights follow their gradients: adam or momentum.", HelpName = "O", DefaultValueFactory = _ => "adam",
            },
            ["adam", "momentum"]);
        var rate = CommonOptions.Number("--learning-rate", "The greatest learning rate.", byDefault.LearningRate, 1e-6, 100);
        var decay = CommonOptions.Number("--weight-decay", "The share of weights that a step at rate 1 takes away.", byDefault.WeightDecay, 0, 1);
        var dropout = CommonOptions.Number("--dropout", "The share of features that a step leaves out.", byDefault.Dropout, 0, 0.95);
        var patience = CommonOptions.Count("--patience", "Epochs without a better validation loss before the training stops.", byDefault.Patience, least: 1);
        var noAugmentation = new Option<bool>("--no-augmentation") { Description = "Learn from the images as they are." };
        var validation = CommonOptions.Number("--validation", "Share of the images for validation.", byDefault.Split.ValidationShare, 0, 0.9);
        var test = CommonOptions.Number("--test", "Share of the images for the test.", byDefault.Split.TestShare, 0, 0.9);
        var threads = CommonOptions.Count("--threads", "The most threads; their number changes no result.", Environment.ProcessorCount, least: 1);
        var seed = CommonOptions.Seed();
        var logs = new Option<string?>("--logdir") { Description = "A folder for TensorBoard's event files.", HelpName = "DIR" };
        var json = CommonOptions.JsonOutput();
        var command = new Command("train", "Train MobileNet V1 from the beginning, on the processor.")
        {
            dataset, output, width, resolution, epochs, batch, optimiser, rate, decay, dropout, patience, noAugmentation, validation, test, threads,
            seed, logs, json,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(output);
            var options = new TrainOptions
            {
                Width = parsed.GetValue(width), Resolution = parsed.GetValue(resolution), Epochs = parsed.GetValue(epochs), BatchSize = parsed.GetValue(batch),
                Optimiser = parsed.GetValue(optimiser) == "adam" ? OptimiserKind.Adam : OptimiserKind.Momentum, LearningRate = parsed.GetValue(rate),
                WeightDecay = parsed.GetValue(decay), Dropout = parsed.GetValue(dropout), Patience = parsed.GetValue(patience),
                Augmentation = parsed.GetValue(noAugmentation) ? null : new Augmentation(),
                Split = new DatasetSplit(parsed.GetValue(validation), parsed.GetValue(test)), Threads = parsed.GetValue(threads),
                Seed = (ulong)parsed.GetValue(seed), Checkpoint = $"{path}.checkpoint",
            };
            if (options.Resolution > 512) throw new UsageException("--resolution takes a number from 32 to 512.");
            if (options.Split.ValidationShare + options.Split.TestShare > 0.9)
                throw new UsageException("--validation and --test together leave less than a tenth of the images for training.");
            var (report, result) = Train(terminal, parsed.GetRequiredValue(dataset), path, options, parsed.GetValue(logs), cancellation);
            if (parsed.GetValue(json)) Json.Write(terminal.Output, report, Json.Readable.TrainReport);
            else Show(terminal, report, result);
            return ExitCode.Done;
        });
        return command;
    }

    private static (TrainReport Report, TrainResult Result) Train(
        Terminal terminal, string source, string path, TrainOptions options, string? logs, CancellationToken cancellation)
    {
        OutputFile.Prepare(path);
        var dataset = DatasetReader.Read(source);
        using var curves = logs is null ? null : new CurveFiles(logs);
        var result = terminal.WithBars(bars => NetworkTrainer.Run(dataset, options, new Observer(terminal, bars, curves, options.Epochs), cancellation));
        OutputFile.Write(path, result.File);
        var last = result.History[^1];
        return (new TrainReport(
            path, [.. dataset.Classes.Zip(result.Scan.ClassCounts, (name, count) => new ClassCount(name, count))],
            result.Parts.GetValueOrDefault(DatasetPart.Training), result.Parts.GetValueOrDefault(DatasetPart.Validation),
            result.Parts.GetValueOrDefault(DatasetPart.Test), result.History.Count, result.Resumed, last.TrainingAccuracy,
            result.Results.GetValueOrDefault(DatasetPart.Validation)?.Accuracy, result.Results.GetValueOrDefault(DatasetPart.Test)?.Accuracy,
            DatasetView.Mistakes(result.Predictions, dataset.Classes), [.. result.Scan.Broken.Select(b => b.Reason)],
            result.Diagnosis.Fit.ToString().ToLowerInvariant(), result.Diagnosis.Explanation), result);
    }

    private static void Show(Terminal terminal, TrainReport report, TrainResult result)
    {
        DatasetView.ShowScan(terminal, result.Scan);
        foreach (var (part, matrix) in result.Results) DatasetView.ShowConfusion(terminal, matrix, part.ToString().ToLowerInvariant());
        DatasetView.ShowMistakes(terminal, report.Mistakes);
        terminal.Line();
        terminal.Line(
            $"accuracy after {report.Epochs} epochs: training {Share(report.TrainingAccuracy)}, "
            + $"validation {Share(report.ValidationAccuracy)}, test {Share(report.TestAccuracy)}");
        terminal.Line(report.Advice);
        terminal.Line($"wrote {report.Model}");
    }

    private static string Share(double? accuracy) => accuracy is { } value ? value.ToString("P1", CultureInfo.InvariantCulture) : "-";

    private sealed class Observer(Terminal terminal, ProgressBars bars, CurveFiles? curves, int epochs) : ITrainObserver
    {
        private string last = "";

        public void Begin(TrainStage stage, int items, int number) => bars.Begin(
            stage switch { TrainStage.Scan => "reading images", TrainStage.Load => "decoding images", _ => $"epoch {number} of {epochs}{last}" }, items);

        public void Advance(int items) => bars.Advance(items);

        public void EpochDone(EpochReport report)
        {
            curves?.Add(report);
            var text = string.Create(CultureInfo.InvariantCulture, $"loss {report.TrainingLoss:F4}, accuracy {report.TrainingAccuracy:P1}");
            if (report.ValidationLoss is { } loss)
                text += string.Create(CultureInfo.InvariantCulture, $", validation loss {loss:F4}, accuracy {report.ValidationAccuracy:P1}");

            // A line would break the bars; they name the last epoch beside the next.
            last = $" (last: {text})";
            if (!bars.AreShown) terminal.Error.WriteLine($"epoch {report.Epoch}: {text}");
        }
    }
}
