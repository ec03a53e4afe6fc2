using GpuNet.Datasets;
using GpuNet.Networks;

namespace GpuNet.Training.Tests.Networks;

/// <summary>Gradients against finite differences of a loss that is a random weighting of the results.</summary>
public sealed class GradientTests
{
    private const int Images = 5;
    private const ulong Seed = 3;

    private static readonly Workers Threads = new(2);

    [Test]
    public void Convolution() => Check(new ConvolutionLayer(new LayerShape(6, 7, 3), 8, Images), hasSourceGradient: false);

    [TestCase(1)]
    [TestCase(2)]
    public void Depthwise(int stride) => Check(new DepthwiseLayer(new LayerShape(5, 6, 16), stride, Images));

    [TestCase(8, 8)]
    [TestCase(16, 40)]
    public void Pointwise(int inputs, int outputs) => Check(new PointwiseLayer(new LayerShape(3, 3, inputs), outputs, Images));

    [Test]
    public void Normalisation() => Check(new NormalisationLayer(new LayerShape(4, 5, 8), Images), tolerance: 0.02);

    [Test]
    public void A_whole_network()
    {
        var network = new MobileNet(new MobileNetShape(0.125, 32, 3, 0), Images, Seed);
        var random = new SplitMix(Seed);
        var images = Values(Images * 32 * 32 * 3, ref random);
        int[] labels = [0, 1, 2, 1, 0];
        double Loss()
        {
            network.Forward(images, Images, isTraining: true, Threads);
            return network.Classifier.SetLoss(labels) / Images;
        }

        network.Forward(images, Images, isTraining: true, Threads);
        network.Backward(images, labels, Threads);

        // The last layers see sums small enough for 32 bits; kinks of ReLU6 in front of them blur differences further forward.
        foreach (var parameter in network.Classifier.Parameters) CheckParameter(parameter, Loss, 0.02, ref random, samples: 6);
    }

    [Test]
    public void Results_and_gradients_do_not_depend_on_the_number_of_threads()
    {
        Assert.That(Step(1), Is.EqualTo(Step(3)));

        static float[] Step(int threads)
        {
            var network = new MobileNet(new MobileNetShape(0.25, 32, 4, 0.3), 20, Seed);
            var random = new SplitMix(Seed);
            var images = Values(20 * 32 * 32 * 3, ref random);
            var workers = new Workers(threads);
            network.Forward(images, 20, isTraining: true, workers);
            network.Backward(images, [.. Enumerable.Range(0, 20).Select(i => i % 4)], workers);
            return [.. network.Parameters.SelectMany(p => p.Gradient)];
        }
    }

    private static void Check(Layer layer, bool hasSourceGradient = true, double tolerance = 0.01)
    {
        var random = new SplitMix(Seed);
        foreach (var parameter in layer.Parameters)
        {
            for (var i = 0; i < parameter.Values.Length; i++) parameter.Values[i] = (float)(0.8 + random.NextGaussian() / 2);
        }

        var source = Values(Images * layer.Input.Length, ref random);
        var weights = Values(Images * layer.Output.Length, ref random);
        double Loss()
        {
            layer.Forward(source, Images, isTraining: true, Threads);
            var loss = 0.0;
            for (var i = 0; i < weights.Length; i++) loss += (double)weights[i] * layer.Result[i];
            return loss;
        }

        Loss();
        weights.CopyTo(layer.ResultGradient, 0);
        var sourceGradient = new float[source.Length];
        layer.Backward(source, hasSourceGradient ? sourceGradient : null, Images, Threads);
        foreach (var parameter in layer.Parameters) CheckParameter(parameter, Loss, tolerance, ref random);
        if (hasSourceGradient) CheckValues(source, sourceGradient, Loss, tolerance, ref random);
    }

    private static void CheckParameter(Parameter parameter, Func<double> loss, double tolerance, ref SplitMix random, int samples = 25) =>
        CheckValues(parameter.Values, [.. parameter.Gradient], loss, tolerance, ref random, samples);

    private static void CheckValues(float[] values, float[] gradient, Func<double> loss, double tolerance, ref SplitMix random, int samples = 25)
    {
        const float step = 4e-3f;
        var scale = Math.Max(gradient.Max(g => Math.Abs((double)g)), 1e-3);
        for (var sample = 0; sample < samples; sample++)
        {
            var i = random.NextInt32(values.Length);
            var before = values[i];
            values[i] = before + step;
            var above = loss();
            values[i] = before - step;
            var below = loss();
            values[i] = before;
            var difference = (above - below) / (2 * step);
            Assert.That(gradient[i], Is.EqualTo(difference).Within(tolerance * scale), $"value {i}, seed {Seed}");
        }
    }

    private static float[] Values(int count, ref SplitMix random)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = (float)random.NextGaussian();
        return values;
    }
}
