using GpuNet.Datasets;
using GpuNet.Evaluation;
using GpuNet.Retraining;

namespace GpuNet.Training.Tests.Retraining;

/// <summary>The training of the last layer.</summary>
public sealed class SoftmaxRegressionTests
{
    private const int Seed = 11;

    [Test]
    public void Classes_that_a_plane_divides_are_learned_whatever_the_scale_of_the_features()
    {
        foreach (var scale in new[] { 1e-3f, 1f, 1e3f })
        {
            var (training, test) = (Clouds(90, 3, scale, 1), Clouds(90, 3, scale, 2));
            var (classifier, _) = SoftmaxRegression.Train(training, test, 3, new SoftmaxRegressionOptions { Epochs = 40 });
            Assert.That(Accuracy(classifier, test), Is.GreaterThan(0.95), $"scale {scale}, seed {Seed}");
        }
    }

    [Test]
    public void The_same_seed_gives_the_same_bits()
    {
        var images = Clouds(60, 3, 1, 1);
        var options = new SoftmaxRegressionOptions { Epochs = 5, Dropout = 0.3 };
        var first = SoftmaxRegression.Train(images, Clouds(20, 3, 1, 2), 3, options).Classifier;
        var again = SoftmaxRegression.Train(images, Clouds(20, 3, 1, 2), 3, options).Classifier;
        var other = SoftmaxRegression.Train(images, Clouds(20, 3, 1, 2), 3, options with { Seed = 2 }).Classifier;
        Assert.That(again.Weights, Is.EqualTo(first.Weights));
        Assert.That(other.Weights, Is.Not.EqualTo(first.Weights));
    }

    [Test]
    public void Training_stops_when_validation_gets_no_better()
    {
        // Labels without any connection to the features: validation can only get worse.
        var random = new SplitMix(Seed);
        var noise = new LabelledFeatures([.. Enumerable.Range(0, 40).Select(_ => Vector(ref random, 100, 1))], [.. Enumerable.Range(0, 40).Select(i => i % 2)]);
        var other = new LabelledFeatures([.. Enumerable.Range(0, 40).Select(_ => Vector(ref random, 100, 1))], noise.Labels);
        var (_, history) = SoftmaxRegression.Train(noise, other, 2, new SoftmaxRegressionOptions { Epochs = 300, Patience = 10, L2 = 0 });
        Assert.That(history, Has.Count.LessThan(300));
        Assert.That(FitDiagnosis.Of(history, 2, 40).Fit, Is.EqualTo(Fit.Over), FitDiagnosis.Of(history, 2, 40).Explanation);
    }

    [Test]
    public void Rare_classes_weigh_as_much_as_common_ones()
    {
        // Both classes overlap; the rare one would be given up without weights.
        var random = new SplitMix(Seed);
        float[] At(float x, ref SplitMix r) => [x + (float)r.NextGaussian(), (float)r.NextGaussian()];
        var features = Enumerable.Range(0, 220).Select(i => At(i < 200 ? -0.5f : 0.5f, ref random)).ToList();
        var images = new LabelledFeatures(features, [.. Enumerable.Range(0, 220).Select(i => i < 200 ? 0 : 1)]);
        var none = new LabelledFeatures([], []);
        double Recall(bool weights)
        {
            var (classifier, _) = SoftmaxRegression.Train(images, none, 2, new SoftmaxRegressionOptions { Epochs = 60, Dropout = 0, ClassWeights = weights });
            return Accuracy(classifier, new LabelledFeatures([.. features.Skip(200)], [.. images.Labels.Skip(200)]));
        }

        Assert.That(Recall(weights: true), Is.GreaterThan(0.5));
        Assert.That(Recall(weights: false), Is.LessThan(0.3));
    }

    [Test]
    public void Fits_are_named_from_the_curves()
    {
        static EpochReport[] History(double training, double validation) => [new(1, 0.1, 0.1, training, 0.1, validation)];
        Assert.That(FitDiagnosis.Of(History(0.5, 0.5), 4, 100).Fit, Is.EqualTo(Fit.Under));
        Assert.That(FitDiagnosis.Of(History(1, 0.8), 4, 100).Fit, Is.EqualTo(Fit.Over));
        Assert.That(FitDiagnosis.Of(History(0.97, 0.96), 4, 100).Fit, Is.EqualTo(Fit.Good));
        Assert.That(FitDiagnosis.Of(History(0.97, 0.5), 4, 4).Fit, Is.EqualTo(Fit.Unknown));
    }

    private static double Accuracy(LinearClassifier classifier, LabelledFeatures images)
    {
        var scores = new float[classifier.Classes];
        var correct = 0;
        for (var i = 0; i < images.Count; i++)
        {
            classifier.Scores(images.Features[i], scores);
            if (Prediction.Of("", images.Labels[i], scores).IsCorrect) correct++;
        }

        return (double)correct / images.Count;
    }

    private static LabelledFeatures Clouds(int count, int classes, float scale, ulong stream)
    {
        var random = new SplitMix(SplitMix.Derive(Seed, stream));
        var features = new List<float[]>();
        for (var i = 0; i < count; i++)
        {
            var vector = Vector(ref random, 6, scale);
            vector[i % classes] += 5 * scale;
            for (var k = 0; k < vector.Length; k++) vector[k] += 40 * scale;
            features.Add(vector);
        }

        return new LabelledFeatures(features, [.. Enumerable.Range(0, count).Select(i => i % classes)]);
    }

    private static float[] Vector(ref SplitMix random, int length, float scale)
    {
        var vector = new float[length];
        for (var i = 0; i < length; i++) vector[i] = scale * (float)random.NextGaussian();
        return vector;
    }
}
