using GpuNet.Datasets;
using GpuNet.Evaluation;
using GpuNet.Graphs;
using GpuNet.Metadata;
using GpuNet.Retraining;
using GpuNet.Testing;
using GpuNet.Training.Tests.Export;

namespace GpuNet.Training.Tests.Retraining;

/// <summary>Transfer learning from end to end, on the reference.</summary>
public sealed class RetrainerTests
{
    [TestCase("mobilenet_v1_0.25_224.tflite", ElementType.Float32)]
    [TestCase("mobilenet_v1_0.25_128_quant.tflite", ElementType.UInt8)]
    public void Photographs_that_were_not_seen_are_classified(string name, ElementType type)
    {
        using var scratch = new ScratchFolder();
        var extractor = FeatureExtractor.Find(Model.Load(SharedFiles.Model(name)));
        var result = Retrain(scratch, SharedImages("train"), extractor);
        var model = Model.Load(result.File, "retrained.tflite");
        Assert.That(model.Graph.Tensors[model.Graph.Outputs[0]].Type, Is.EqualTo(type));
        var labels = ModelLabels.Find(result.File, "retrained.tflite")!;
        Assert.That(labels, Is.EqualTo(new[] { "cat", "dog", "hotdog" }));
        using var session = model.CreateReferenceSession();
        foreach (var sample in DatasetReader.Read(SharedImages("test")).Samples)
            Assert.That(labels[Classify(session, sample.Path)], Is.EqualTo(sample.Label), sample.Path);

        // What the result says of an image is what the whole model says.
        foreach (var (prediction, scanned) in result.Predictions.Zip(result.Scan.Samples))
            Assert.That(prediction.Class, Is.EqualTo(Classify(session, scanned.Sample.Path)));

        var again = Retrain(scratch, SharedImages("train"), extractor);
        Assert.That((again.Bottlenecks.Computed, again.Bottlenecks.FromCache), Is.EqualTo((0, 4)));
        Assert.That(again.Bottlenecks.Device, Is.Null, "no session is opened");
        Assert.That(again.File, Is.EqualTo(result.File), "the same seed, the same bytes");
    }

    [Test]
    public void A_classifier_and_its_extractor_have_the_same_bottlenecks()
    {
        var model = Model.Load(SharedFiles.Model("mobilenet_v1_1.0_224_quant_embedding_extractor.tflite"));
        var extractor = FeatureExtractor.Find(model);
        Assert.That(extractor.Features, Is.EqualTo(1024));
        Assert.That(extractor.Graph.Operators, Has.Length.EqualTo(model.Graph.Operators.Length), "nothing is cut off");
        var classifier = FeatureExtractor.Find(Model.Load(SharedFiles.Model("mobilenet_v1_0.25_128_quant.tflite")));
        Assert.That(classifier.Output.Shape, Is.EqualTo(new Shape(1, 1, 1, 256)));
        Assert.That(classifier.Graph.Operators[^1], Is.InstanceOf<Pool2D>());
        Assert.That(FeatureExtractor.Find(classifier.Model).Key, Is.EqualTo(classifier.Key));
    }

    [Test]
    public void An_interrupted_run_goes_on_and_a_damaged_bottleneck_is_computed_again()
    {
        using var scratch = new ScratchFolder();
        var extractor = SmallExtractor();
        for (var i = 0; i < 6; i++)
        {
            scratch.WriteImage($"data/red/{i}.ppm", i, colour: (200, 40, 40));
            scratch.WriteImage($"data/blue/{i}.ppm", 100 + i, colour: (40, 40, 200));
        }

        using var interrupt = new CancellationTokenSource();
        var observer = new CountingObserver { AfterBottlenecks = count => { if (count == 5) interrupt.Cancel(); } };
        Assert.That(() => Retrain(scratch, scratch.At("data"), extractor, observer, interrupt.Token), Throws.InstanceOf<OperationCanceledException>());
        var result = Retrain(scratch, scratch.At("data"), extractor);
        Assert.That((result.Bottlenecks.Computed, result.Bottlenecks.FromCache), Is.EqualTo((7, 5)));
        Assert.That(result.Results[DatasetPart.Training].Accuracy, Is.EqualTo(1));

        var file = Directory.GetFiles(scratch.At("cache"), "*.bin", SearchOption.AllDirectories)[0];
        var bytes = File.ReadAllBytes(file);
        bytes[0] ^= 1;
        File.WriteAllBytes(file, bytes);
        var mended = Retrain(scratch, scratch.At("data"), extractor);
        Assert.That((mended.Bottlenecks.Computed, mended.Bottlenecks.FromCache), Is.EqualTo((1, 11)));
        Assert.That(mended.File, Is.EqualTo(result.File));
    }

    [Test]
    public void Changed_copies_are_learned_from_too()
    {
        using var scratch = new ScratchFolder();
        scratch.WriteImage("data/red/1.ppm", 1, colour: (200, 40, 40));
        scratch.WriteImage("data/blue/1.ppm", 2, colour: (40, 40, 200));
        var options = new RetrainOptions { CacheFolder = scratch.At("cache"), Augmentations = 3 };
        var result = Retrainer.Run(
            DatasetReader.Read(scratch.At("data")), SmallExtractor(), options, model => model.CreateReferenceSession(), new CountingObserver());
        Assert.That(result.Bottlenecks.Computed, Is.EqualTo(8));
        Assert.That(result.Predictions, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_model_without_a_vector_of_features_is_refused()
    {
        var graph = TestGraphs.Convolution(ElementType.Float32);
        Assert.That(
            () => FeatureExtractor.Find(Model.Load(GpuNet.Export.ModelWriter.Write(graph), "map.tflite")),
            Throws.TypeOf<UnsupportedModelException>().With.Message.Contains("map.tflite").And.Message.Contains("no vector of features"));
        Assert.That(
            () => FeatureExtractor.Find(Model.Load(GpuNet.Export.ModelWriter.Write(TestGraphs.SoftmaxOf(ElementType.Float32)), "soft.tflite")),
            Throws.TypeOf<UnsupportedModelException>().With.Message.Contains("soft.tflite"));
    }

    // Mean colour: [1, 8, 8, 3] to [1, 1, 1, 3].
    private static FeatureExtractor SmallExtractor()
    {
        var graph = new Graph(
            [
                new Tensor(0, "image", ElementType.Float32, new Shape(1, 8, 8, 3), null, null),
                new Tensor(1, "mean", ElementType.Float32, new Shape(1, 1, 1, 3), null, null),
            ],
            [new Pool2D(0, [0], 1, PoolKind.Average, Padding.Valid, 8, 8, 1, 1, Activation.None)],
            [0],
            [1]);
        return FeatureExtractor.Find(Model.Load(GpuNet.Export.ModelWriter.Write(graph), "mean.tflite"));
    }

    private static RetrainResult Retrain(
        ScratchFolder scratch, string data, FeatureExtractor extractor, CountingObserver? observer = null, CancellationToken cancellation = default) =>
        Retrainer.Run(
            DatasetReader.Read(data), extractor, new RetrainOptions { CacheFolder = scratch.At("cache") }, model => model.CreateReferenceSession(),
            observer ?? new CountingObserver(), cancellation);

    private static string SharedImages(string part)
    {
        SharedFiles.Require();
        return Path.Combine(SharedFiles.Root, "images", "transfer", part);
    }

    private static int Classify(Session session, string path)
    {
        session.Inputs[0].WriteBytes(GpuNet.Images.ImageTensor.Create(GpuNet.Images.ImageFile.Read(path), session.Inputs[0].Tensor));
        session.Run();
        var scores = new float[session.Outputs[0].Length];
        session.Outputs[0].ReadReal(scores);
        return Array.IndexOf(scores, scores.Max());
    }

    private sealed class CountingObserver : IRetrainObserver
    {
        private RetrainStage stage;
        private int done;

        public Action<int> AfterBottlenecks { get; init; } = _ => { };

        public void Begin(RetrainStage begun, int items) => (stage, done) = (begun, 0);

        public void Advance(int items)
        {
            if (stage == RetrainStage.Bottlenecks) AfterBottlenecks(done += items);
        }

        public void EpochDone(EpochReport report) => Assert.That(report.Epoch, Is.Positive);
    }
}
