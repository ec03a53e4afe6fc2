using GpuNet.Datasets;
using GpuNet.Drawing;
using GpuNet.Evaluation;
using GpuNet.Images;
using GpuNet.Metadata;
using GpuNet.Networks;

namespace GpuNet.Training.Tests.Networks;

/// <summary>Training from the beginning, on drawings.</summary>
public sealed class NetworkTrainerTests
{
    private static readonly TrainOptions Small = new()
    {
        Width = 0.125, Resolution = 32, Epochs = 3, BatchSize = 16, Split = new DatasetSplit(0.2, 0.2), Augmentation = null, Seed = 5,
    };

    [Test]
    public void The_file_computes_what_the_trained_network_did()
    {
        using var scratch = new ScratchFolder();
        Draw(scratch, 30, "circle", "cross");
        var result = Train(scratch, Small);
        Assert.That(ModelLabels.Find(result.File, "x"), Is.EqualTo(new[] { "circle", "cross" }));
        using var session = Model.Load(result.File, "trained.tflite").CreateReferenceSession();
        foreach (var prediction in result.Predictions)
        {
            session.Inputs[0].WriteBytes(ImageTensor.Create(ImageFile.Read(prediction.Image), session.Inputs[0].Tensor));
            session.Run();
            var scores = new float[2];
            session.Outputs[0].ReadReal(scores);
            Assert.That(scores[prediction.Class], Is.EqualTo(prediction.Probability).Within(1e-3), prediction.Image);
        }

        Assert.That(result.History, Has.Count.EqualTo(3));
        Assert.That(result.Parts[DatasetPart.Training], Is.InRange(20, 50));
    }

    [Test]
    public void Interrupted_or_not_and_on_any_number_of_threads_the_bytes_are_the_same()
    {
        using var scratch = new ScratchFolder();
        Draw(scratch, 20, "circle", "cross");
        var whole = Train(scratch, Small with { Threads = 1 });
        var checkpoint = scratch.At("state");
        using var interrupt = new CancellationTokenSource();
        var observer = new Observer { AfterEpoch = epoch => { if (epoch == 2) interrupt.Cancel(); } };
        Assert.That(
            () => NetworkTrainer.Run(DatasetReader.Read(scratch.At("data")), Small with { Threads = 3, Checkpoint = checkpoint }, observer, interrupt.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.Exists(checkpoint));
        var resumed = Train(scratch, Small with { Threads = 3, Checkpoint = checkpoint });
        Assert.That(resumed.Resumed, Is.EqualTo(2));
        Assert.That(resumed.File, Is.EqualTo(whole.File));
        Assert.That(File.Exists(checkpoint), Is.False, "what is done needs no checkpoint");
        Assert.That(Train(scratch, Small with { Seed = 6 }).File, Is.Not.EqualTo(whole.File));
    }

    [Test]
    public void A_checkpoint_of_another_training_or_a_damaged_one_is_not_taken()
    {
        using var scratch = new ScratchFolder();
        var path = scratch.At("state");
        float[][] state = [[1, 2, 3], [4]];
        EpochReport[] history = [new(1, 0.1, 2, 0.5, null, null), new(2, 0.1, 1, 0.75, 1.5, 0.5)];
        new Checkpoint(path, "a").Save(state, history);
        float[][] loaded = [new float[3], new float[1]];
        Assert.That(new Checkpoint(path, "a").Load(loaded), Is.EqualTo(history));
        Assert.That(loaded, Is.EqualTo(state));
        Assert.That(new Checkpoint(path, "b").Load(loaded), Is.Null);
        var bytes = File.ReadAllBytes(path);
        bytes[40] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.That(new Checkpoint(path, "a").Load(loaded), Is.Null);
        Assert.That(new Checkpoint(scratch.At("none"), "a").Load(loaded), Is.Null);
    }

    [TestCase(OptimiserKind.Adam)]
    [TestCase(OptimiserKind.Momentum)]
    public void Optimisers_find_the_least_of_a_bowl(OptimiserKind kind)
    {
        var parameter = new Parameter(2, decays: false);
        parameter.Values[0] = 5;
        var optimiser = new Optimiser(kind, 0);
        for (var step = 1; step <= 500; step++)
        {
            parameter.Gradient[0] = 2 * (parameter.Values[0] - 1);
            parameter.Gradient[1] = 20 * (parameter.Values[1] + 2);
            optimiser.Step([parameter], 0.03, step);
        }

        Assert.That(parameter.Values, Is.EqualTo(new[] { 1f, -2f }).Within(0.05f));
    }

    [Test]
    public void Every_class_is_drawn_the_same_from_its_seed()
    {
        Assert.That(DrawnClasses.Names, Has.Count.GreaterThanOrEqualTo(10));
        foreach (var name in DrawnClasses.All)
        {
            var image = DrawingProgram.Draw(name, 24, 7);
            Assert.That(DrawingProgram.Draw(name, 24, 7).Rgb, Is.EqualTo(image.Rgb), name);
            Assert.That(DrawingProgram.Draw(name, 24, 8).Rgb, Is.Not.EqualTo(image.Rgb), name);
            Assert.That(ImageFile.Decode(name, PngFile.Encode(image)).Rgb, Is.EqualTo(image.Rgb), "a PNG keeps every pixel");
        }

        Assert.That(() => DrawingProgram.Draw("unicorn", 24, 7), Throws.ArgumentException);
    }

    private static TrainResult Train(ScratchFolder scratch, TrainOptions options) =>
        NetworkTrainer.Run(DatasetReader.Read(scratch.At("data")), options, new Observer());

    private static void Draw(ScratchFolder scratch, int count, params string[] classes)
    {
        foreach (var name in classes)
        {
            for (var i = 0; i < count; i++) scratch.Write($"data/{name}/{i}.png", PngFile.Encode(DrawingProgram.Draw(name, 32, (ulong)i)));
        }
    }

    private sealed class Observer : ITrainObserver
    {
        public Action<int> AfterEpoch { get; init; } = _ => { };

        public void Begin(TrainStage stage, int items, int number) => Assert.That(items, Is.Not.Negative);

        public void Advance(int items) => Assert.That(items, Is.Positive);

        public void EpochDone(EpochReport report) => AfterEpoch(report.Epoch);
    }
}
