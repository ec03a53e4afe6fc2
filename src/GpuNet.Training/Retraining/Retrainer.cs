using GpuNet.Datasets;
using GpuNet.Evaluation;
using GpuNet.Export;
using GpuNet.Graphs;
using GpuNet.Metadata;
using GpuNet.Quantising;

namespace GpuNet.Retraining;

/// <summary>What to retrain a model with.</summary>
public sealed record RetrainOptions
{
    /// <summary>How the new last layer is trained.</summary>
    public SoftmaxRegressionOptions Training { get; init; } = new();

    /// <summary>How the images are divided.</summary>
    public DatasetSplit Split { get; init; } = new();

    /// <summary>How many changed copies of each training image are learned from too.</summary>
    public int Augmentations { get; init; }

    /// <summary>How those are changed.</summary>
    public Augmentation Augmentation { get; init; } = new();

    /// <summary>The folder of all bottlenecks.</summary>
    public string CacheFolder { get; init; } = BottleneckCache.DefaultFolder;
}

/// <summary>Where a retraining stands; see <see cref="Retrainer.Run"/>.</summary>
public enum RetrainStage
{
    /// <summary>Images are read.</summary>
    Scan,

    /// <summary>Bottlenecks are computed, or found in the cache.</summary>
    Bottlenecks,

    /// <summary>The last layer is trained.</summary>
    Training,
}

/// <summary>Hears of the progress of a retraining.</summary>
public interface IRetrainObserver
{
    /// <summary>A stage begins that has so many items.</summary>
    void Begin(RetrainStage stage, int items);

    /// <summary>So many more items of the stage are done. Called from any thread.</summary>
    void Advance(int items);

    /// <summary>An epoch has ended.</summary>
    void EpochDone(EpochReport report);
}

/// <summary>A retrained classifier.</summary>
/// <param name="File">The bytes of the <c>.tflite</c> file.</param>
/// <param name="Scan">What the images have shown.</param>
/// <param name="Parts">How many images are for what.</param>
/// <param name="Bottlenecks">Where the features came from.</param>
/// <param name="History">The curves.</param>
/// <param name="Diagnosis">What the curves say.</param>
/// <param name="Results">For each part that has images: what the finished model says of them.</param>
/// <param name="Predictions">What the finished model says of each image, in the order of the scan.</param>
public sealed record RetrainResult(
    byte[] File, DatasetScan Scan, IReadOnlyDictionary<DatasetPart, int> Parts, Bottlenecks Bottlenecks, IReadOnlyList<EpochReport> History,
    FitDiagnosis Diagnosis, IReadOnlyDictionary<DatasetPart, ConfusionMatrix> Results, IReadOnlyList<Prediction> Predictions);

/// <summary>Transfer learning: a new last layer for a network that has learned to see.</summary>
public static class Retrainer
{
    // Scores of images that were not seen may lie a little outside.
    private const double ScoreMargin = 0.25;

    /// <summary>Retrains a model. The same inputs on the same device give the same bytes.</summary>
    /// <param name="dataset">The images.</param>
    /// <param name="extractor">The network that they are seen with.</param>
    /// <param name="options">How.</param>
    /// <param name="open">Makes a session on the device that computes the bottlenecks.</param>
    /// <param name="observer">Hears of the progress.</param>
    /// <param name="cancellation">Interrupts; the next run goes on with the bottlenecks that are there.</param>
    /// <exception cref="DatasetException">The dataset is not fit to train on.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was set.</exception>
    public static RetrainResult Run(
        Dataset dataset, FeatureExtractor extractor, RetrainOptions options, Func<Model, Session> open, IRetrainObserver observer,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(extractor);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        var cache = new BottleneckCache(options.CacheFolder, extractor);
        observer.Begin(RetrainStage.Scan, dataset.Samples.Count);
        var scan = DatasetScan.Run(dataset, cache.Has, observer.Advance, cancellation);
        scan.RequireTrainable();
        var parts = options.Split.Divide(scan);

        var requests = Requests(scan, parts, options);
        observer.Begin(RetrainStage.Bottlenecks, requests.Count);
        var bottlenecks = new BottleneckComputer(extractor, cache, options.Augmentation).Compute(requests, open, observer.Advance, cancellation);

        var labels = scan.Dataset.Classes.Select((name, i) => (name, i)).ToDictionary(StringComparer.Ordinal);
        var training = Select(DatasetPart.Training);
        var validation = Select(DatasetPart.Validation);
        observer.Begin(RetrainStage.Training, options.Training.Epochs);
        var (classifier, history) = SoftmaxRegression.Train(
            training, validation, labels.Count, options.Training,
            report =>
            {
                observer.EpochDone(report);
                observer.Advance(1);
            },
            cancellation);

        var scores = ScoreRange(classifier, training.Features.Concat(validation.Features));
        var graph = ClassifierHead.Append(extractor.Graph, classifier, scores);
        var file = ModelLabels.Write(graph, Path.GetFileName(dataset.Source), $"{labels.Count} classes, retrained from {extractor.Name}", scan.Dataset.Classes);
        var predictions = Predict(ClassifierHead.Alone(extractor.Graph, classifier, scores), scan, labels, bottlenecks);
        return new RetrainResult(
            file, scan, parts.CountBy(p => p).ToDictionary(), bottlenecks, history,
            FitDiagnosis.Of(history, labels.Count, validation.Count), Results(scan, parts, predictions), predictions);

        // Requests begin with the images themselves, in the scan's order; changed copies follow.
        LabelledFeatures Select(DatasetPart part)
        {
            var chosen = Enumerable.Range(0, requests.Count)
                .Where(i => i < parts.Count ? parts[i] == part : part == DatasetPart.Training).ToList();
            return new LabelledFeatures(
                chosen.ConvertAll(i => bottlenecks.Features[i]), chosen.ConvertAll(i => labels[requests[i].Scanned.Sample.Label]));
        }
    }

    private static List<BottleneckRequest> Requests(DatasetScan scan, IReadOnlyList<DatasetPart> parts, RetrainOptions options)
    {
        var requests = scan.Samples.Select(s => new BottleneckRequest(s)).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i] != DatasetPart.Training) continue;
            for (var copy = 0; copy < options.Augmentations; copy++)
                requests.Add(new BottleneckRequest(scan.Samples[i], SplitMix.Derive(options.Training.Seed, (ulong)copy)));
        }

        return requests;
    }

    private static ValueRange ScoreRange(LinearClassifier classifier, IEnumerable<float[]> features)
    {
        var scores = new float[classifier.Classes];
        var range = new ValueRange(0, 0);
        foreach (var vector in features)
        {
            classifier.Scores(vector, scores);
            range = range.Union(new ValueRange(scores.Min(), scores.Max()));
        }

        return range.Widen(ScoreMargin);
    }

    // The reference computes the integers that every device computes, and the layer is small.
    private static List<Prediction> Predict(Graph head, DatasetScan scan, Dictionary<string, int> labels, Bottlenecks bottlenecks)
    {
        using var session = Model.Load(ModelWriter.Write(head), "classifier").CreateReferenceSession();
        var probabilities = new float[labels.Count];
        var predictions = new List<Prediction>(scan.Samples.Count);
        for (var i = 0; i < scan.Samples.Count; i++)
        {
            session.Inputs[0].WriteReal(bottlenecks.Features[i]);
            session.Run();
            session.Outputs[0].ReadReal(probabilities);
            var sample = scan.Samples[i].Sample;
            predictions.Add(Prediction.Of(sample.ToString(), labels[sample.Label], probabilities));
        }

        return predictions;
    }

    private static Dictionary<DatasetPart, ConfusionMatrix> Results(DatasetScan scan, IReadOnlyList<DatasetPart> parts, List<Prediction> predictions) =>
        Enum.GetValues<DatasetPart>().Where(parts.Contains)
            .ToDictionary(part => part, part => ConfusionMatrix.Of(scan.Dataset.Classes, predictions.Where((_, i) => parts[i] == part)));
}
