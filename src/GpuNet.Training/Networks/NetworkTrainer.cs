using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GpuNet.Datasets;
using GpuNet.Evaluation;
using GpuNet.Metadata;

namespace GpuNet.Networks;

/// <summary>Where a training stands; see <see cref="NetworkTrainer.Run"/>.</summary>
public enum TrainStage
{
    /// <summary>Images are read.</summary>
    Scan,

    /// <summary>Images are decoded.</summary>
    Load,

    /// <summary>An epoch of training.</summary>
    Epoch,
}

/// <summary>Hears of the progress of a training.</summary>
public interface ITrainObserver
{
    /// <summary>A stage begins that has so many items.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="items">How many items.</param>
    /// <param name="number">Which epoch, from 1; 0 for the other stages.</param>
    void Begin(TrainStage stage, int items, int number);

    /// <summary>So many more items of the stage are done. Called from any thread.</summary>
    void Advance(int items);

    /// <summary>An epoch has ended.</summary>
    void EpochDone(EpochReport report);
}

/// <summary>A trained classifier.</summary>
/// <param name="File">The bytes of the <c>.tflite</c> file.</param>
/// <param name="Scan">What the images have shown.</param>
/// <param name="Parts">How many images are for what.</param>
/// <param name="History">The curves.</param>
/// <param name="Resumed">After how many epochs an earlier run was taken up.</param>
/// <param name="Diagnosis">What the curves say.</param>
/// <param name="Results">For validation and test, where they have images: what the network says of them.</param>
/// <param name="Predictions">The predictions for those images.</param>
public sealed record TrainResult(
    byte[] File, DatasetScan Scan, IReadOnlyDictionary<DatasetPart, int> Parts, IReadOnlyList<EpochReport> History, int Resumed, FitDiagnosis Diagnosis,
    IReadOnlyDictionary<DatasetPart, ConfusionMatrix> Results, IReadOnlyList<Prediction> Predictions);

/// <summary>Trains MobileNet V1 from the beginning, on the processor.</summary>
public sealed class NetworkTrainer
{
    private const long LargestDataset = 8L << 30;

    private readonly TrainOptions options;
    private readonly MobileNet network;
    private readonly Workers workers;
    private readonly TrainingImages training;
    private readonly TrainingImages validation;
    private readonly ITrainObserver observer;
    private readonly float[] batch;
    private readonly int[] batchLabels;

    // The state at the least validation loss, in the order of ModelState.
    private readonly List<float[]> best;

    private NetworkTrainer(TrainOptions options, int classes, TrainingImages training, TrainingImages validation, ITrainObserver observer)
    {
        this.options = options;
        this.training = training;
        this.validation = validation;
        this.observer = observer;
        workers = new Workers(options.Threads);
        network = new MobileNet(new MobileNetShape(options.Width, options.Resolution, classes, options.Dropout), options.BatchSize, options.Seed);
        batch = new float[options.BatchSize * ImageLength];
        batchLabels = new int[options.BatchSize];
        best = [.. ModelState.Select(values => (float[])values.Clone())];
    }

    private int ImageLength => options.Resolution * options.Resolution * 3;

    private IEnumerable<float[]> ModelState => network.Parameters.Select(p => p.Values)
        .Concat(network.Layers.OfType<NormalisationLayer>().SelectMany(layer => new[] { layer.RunningMean, layer.RunningVariance }));

    private IEnumerable<float[]> TrainingState => ModelState.Concat(network.Parameters.SelectMany(p => new[] { p.First, p.Second })).Concat(best);

    /// <summary>Trains a network. The same images, options and seed give the same bytes, on any number of threads.</summary>
    /// <exception cref="DatasetException">The dataset is not fit to train on.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was set; with a checkpoint, the next run goes on.</exception>
    public static TrainResult Run(Dataset dataset, TrainOptions options, ITrainObserver observer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        options.Validate();
        observer.Begin(TrainStage.Scan, dataset.Samples.Count, 0);
        var scan = DatasetScan.Run(dataset, null, observer.Advance, cancellation);
        scan.RequireTrainable();
        RequireMemory(scan, options);
        var parts = options.Split.Divide(scan);
        var classes = dataset.Classes.Select((name, i) => (name, i)).ToDictionary(StringComparer.Ordinal);
        observer.Begin(TrainStage.Load, scan.Samples.Count, 0);
        var (training, validation, test) = (Load(DatasetPart.Training), Load(DatasetPart.Validation), Load(DatasetPart.Test));

        var trainer = new NetworkTrainer(options, classes.Count, training, validation, observer);
        var checkpoint = options.Checkpoint is null ? null : new Checkpoint(options.Checkpoint, KeyOf(scan, options));
        var history = checkpoint?.Load(trainer.TrainingState) ?? [];
        var resumed = history.Count;
        trainer.Train(history, checkpoint, cancellation);
        checkpoint?.Delete();

        var graph = MobileNetExport.ToGraph(trainer.network);
        var name = FormattableString.Invariant($"MobileNet V1 {options.Width} {options.Resolution}");
        var predictions = new Dictionary<DatasetPart, IReadOnlyList<Prediction>>();
        foreach (var (part, images) in new[] { (DatasetPart.Validation, validation), (DatasetPart.Test, test) })
        {
            if (images.Count > 0) predictions[part] = trainer.Evaluate(images).Predictions;
        }

        return new TrainResult(
            ModelLabels.Write(graph, name, $"{name}, {classes.Count} classes", dataset.Classes), scan, parts.CountBy(p => p).ToDictionary(), history, resumed,
            FitDiagnosis.Of(history, classes.Count, validation.Count), predictions.ToDictionary(p => p.Key, p => ConfusionMatrix.Of(dataset.Classes, p.Value)),
            [.. predictions.Values.SelectMany(p => p)]);

        TrainingImages Load(DatasetPart part) => TrainingImages.Load(
            [.. scan.Samples.Where((_, i) => parts[i] == part)], classes, options.Resolution, observer.Advance, cancellation);
    }

    private void Train(List<EpochReport> history, Checkpoint? checkpoint, CancellationToken cancellation)
    {
        var bestLoss = history.Count == 0 ? double.PositiveInfinity : history.Min(e => e.ValidationLoss ?? double.PositiveInfinity);
        while (history.Count < options.Epochs && !HasStopped(history))
        {
            history.Add(Epoch(history.Count + 1, cancellation));
            if (validation.Count == 0 || history[^1].ValidationLoss < bestLoss)
            {
                bestLoss = history[^1].ValidationLoss ?? bestLoss;
                Copy(ModelState, best);
            }

            observer.EpochDone(history[^1]);
            checkpoint?.Save(TrainingState, history);
        }

        Copy(best, ModelState);
    }

    private bool HasStopped(List<EpochReport> history)
    {
        if (validation.Count == 0 || history.Count == 0) return false;
        var least = history.MinBy(e => e.ValidationLoss)!;
        return history.Count - least.Epoch >= options.Patience;
    }

    private EpochReport Epoch(int number, CancellationToken cancellation)
    {
        // What is random depends on the epoch alone, so a training can be taken up at any.
        var random = new SplitMix(SplitMix.Derive(options.Seed, (ulong)number));
        var order = Enumerable.Range(0, training.Count).ToArray();
        random.Shuffle<int>(order);
        var steps = (training.Count + options.BatchSize - 1) / options.BatchSize;
        var optimiser = new Optimiser(options.Optimiser, options.WeightDecay);
        var (loss, correct, rate) = (0.0, 0, 0.0);
        observer.Begin(TrainStage.Epoch, training.Count, number);
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var chosen = order[(step * options.BatchSize)..Math.Min((step + 1) * options.BatchSize, order.Length)];
            var seed = random.Next();
            workers.Share(chosen.Length, (_, first, count) =>
            {
                for (var i = first; i < first + count; i++)
                {
                    training.Write(
                        chosen[i], options.Resolution, options.Augmentation, SplitMix.Derive(seed, (ulong)i), batch.AsSpan(i * ImageLength, ImageLength));
                }
            });
            for (var i = 0; i < chosen.Length; i++) batchLabels[i] = training.Labels[chosen[i]];
            network.Classifier.DropoutSeed = seed;
            network.Forward(batch, chosen.Length, isTraining: true, workers);
            for (var i = 0; i < chosen.Length; i++)
            {
                if (PredictionOf(i, batchLabels[i], "").IsCorrect) correct++;
            }

            loss += network.Backward(batch, batchLabels.AsSpan(0, chosen.Length), workers);
            var done = (long)(number - 1) * steps + step;
            rate = RateAt(done / (double)((long)options.Epochs * steps), done / (double)steps);
            optimiser.Step(network.Parameters, rate, done + 1);
            observer.Advance(chosen.Length);
        }

        var measured = validation.Count > 0 ? Evaluate(validation) : default;
        return new EpochReport(
            number, rate, loss / training.Count, (double)correct / training.Count,
            validation.Count > 0 ? measured.Loss : null,
            validation.Count > 0 ? measured.Predictions.Count(p => p.IsCorrect) / (double)validation.Count : null);
    }

    private double RateAt(double done, double epochs) => options.LearningRate * Math.Min(1, epochs + 0.01) * 0.5 * (1 + Math.Cos(Math.PI * done));

    private (double Loss, IReadOnlyList<Prediction> Predictions) Evaluate(TrainingImages images)
    {
        var predictions = new List<Prediction>(images.Count);
        for (var first = 0; first < images.Count; first += options.BatchSize)
        {
            var count = Math.Min(options.BatchSize, images.Count - first);
            for (var i = 0; i < count; i++) images.Write(first + i, options.Resolution, null, 0, batch.AsSpan(i * ImageLength, ImageLength));
            network.Forward(batch, count, isTraining: false, workers);
            for (var i = 0; i < count; i++) predictions.Add(PredictionOf(i, images.Labels[first + i], images.Names[first + i]));
        }

        return (predictions.Average(p => -Math.Log(Math.Max(p.TruthProbability, 1e-30))), predictions);
    }

    private Prediction PredictionOf(int image, int label, string name)
    {
        var classes = network.Shape.Classes;
        return Prediction.Of(name, label, network.Classifier.Result.AsSpan(image * classes, classes));
    }

    // Decoded images stay in memory for all epochs.
    private static void RequireMemory(DatasetScan scan, TrainOptions options)
    {
        var bytes = (long)scan.Samples.Count * options.Resolution * options.Resolution * 3;
        if (bytes <= LargestDataset) return;
        throw new DatasetException(
            $"{scan.Dataset.Source}: {scan.Samples.Count} images of {options.Resolution} x {options.Resolution} take {bytes >> 20} MiB, "
            + $"more than the {LargestDataset >> 20} MiB that training keeps in memory; lower the resolution or leave images out.");
    }

    private static void Copy(IEnumerable<float[]> from, IEnumerable<float[]> to)
    {
        foreach (var (source, target) in from.Zip(to)) source.CopyTo(target, 0);
    }

    private static string KeyOf(DatasetScan scan, TrainOptions options)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{options with { Checkpoint = null, Threads = 0 }}\n")
            + string.Concat(scan.Samples.Select(s => $"{s.ContentHash} {s.Sample.Label}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
