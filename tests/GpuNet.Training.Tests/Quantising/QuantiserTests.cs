using GpuNet.Graphs;
using GpuNet.Quantising;
using GpuNet.Testing;

namespace GpuNet.Training.Tests.Quantising;

/// <summary>Post-training quantisation.</summary>
public sealed class QuantiserTests
{
    [TestCase(QuantisedType.Float16, 30)]
    [TestCase(QuantisedType.UInt8, 12)]
    [TestCase(QuantisedType.Int8, 15)]
    public void A_photograph_classifier_keeps_its_classes(QuantisedType type, double decibels)
    {
        var model = Model.Load(SharedFiles.Model("mobilenet_v1_0.25_224.tflite"));
        string[] images = [.. new[] { "bird", "cat", "grace_hopper" }.Select(name => Path.Combine(SharedFiles.Root, "images", $"{name}.bmp"))];

        // The C# kernels on the host; bias correction by itself runs each layer, which is more than a test should take.
        using var device = GpuDevicesForTests.OpenHost();
        var options = new QuantiseOptions(type, CorrectBias: type != QuantisedType.Float16);
        var result = new PostTrainingQuantiser(model, null, options).Run(images, m => m.CreateSession(device, new SessionOptions { KeepAllTensors = true }));
        Assert.That(result.Changed, Is.Empty);
        Assert.That(result.Layers, Has.Count.EqualTo(31));
        Assert.That(result.Layers[^1].SignalToNoise, Is.GreaterThan(decibels));
        var graph = Model.Load(result.File, "quantised").Graph;
        var expected = type switch { QuantisedType.UInt8 => ElementType.UInt8, QuantisedType.Int8 => ElementType.Int8, _ => ElementType.Float32 };
        Assert.That(graph.Tensors[graph.Inputs[0]].Type, Is.EqualTo(expected));
        Assert.That(graph.Tensors[graph.Outputs[0]].Type, Is.EqualTo(expected));
        var perChannel = graph.Operators.OfType<Conv2D>().All(c => graph.Tensors[c.Inputs[1]].Quantisation is { Scales.Length: > 1 });
        Assert.That(perChannel, Is.EqualTo(type == QuantisedType.Int8));
    }

    [Test]
    public void A_quantised_model_is_refused()
    {
        var model = Model.Load(SharedFiles.Model("person_detect.tflite"));
        var quantiser = new PostTrainingQuantiser(model, null, new QuantiseOptions(QuantisedType.UInt8));
        Assert.That(() => quantiser.Run(["x"], _ => throw new AssertionException("no session is needed")), Throws.TypeOf<UnsupportedModelException>().With.Message.Contains("already"));
    }

    [Test]
    public void Ranges_hold_zero_exactly_and_cover_their_ends()
    {
        foreach (var (least, greatest) in new[] { (-1.0, 1.0), (0.0, 6.0), (2.0, 3.0), (-3.0, -1.0), (0.0, 0.0), (-0.01, 100.0) })
        {
            foreach (var (type, first) in new[] { (ElementType.UInt8, 0), (ElementType.Int8, -128) })
            {
                var range = new ValueRange(least, greatest);
                var quantisation = range.ToQuantisation(type);
                var (scale, zero) = (quantisation.Scales[0], quantisation.ZeroPoints[0]);
                Assert.That(zero, Is.InRange(first, first + 255));
                Assert.That(scale, Is.Positive);
                Assert.That(scale * (first - zero), Is.EqualTo(Math.Min(least, 0)).Within(scale * 0.51));
                Assert.That(scale * (first + 255 - zero), Is.EqualTo(Math.Max(greatest, 0)).Within((scale * 0.51) + 1e-5));
            }
        }
    }

    [Test]
    public void Percentiles_leave_out_what_is_rare()
    {
        var histogram = new TensorHistogram();
        histogram.Add([.. Enumerable.Range(0, 10_000).Select(i => i / 10_000f)]);
        histogram.Add([1000f, -1000f]);
        Assert.That((histogram.Full.Least, histogram.Full.Greatest), Is.EqualTo((-1000.0, 1000.0)));
        var most = histogram.Percentile(99.9);
        Assert.That(most.Least, Is.Zero.Within(0.5));
        Assert.That(most.Greatest, Is.EqualTo(1).Within(0.5));
        Assert.That(() => histogram.Add([float.NaN]), Throws.TypeOf<InvalidInputException>());
    }
}
