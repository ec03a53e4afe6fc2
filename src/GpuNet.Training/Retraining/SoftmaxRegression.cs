using GpuNet.Datasets;
using GpuNet.Evaluation;

namespace GpuNet.Retraining;

/// <summary>
/// Multinomial logistic regression: the weights that make the cross-entropy of softmax(W x + b) least, by stochastic gradient
/// descent with Nesterov's momentum. Features are centred and brought to a mean square norm of 1 first, which makes one learning
/// rate fit all networks; the result is for the features as they come.
/// </summary>
public sealed class SoftmaxRegression
{
    private const float Momentum = 0.9f;

    private readonly SoftmaxRegressionOptions options;
    private readonly int classes;
    private readonly int features;
    private readonly float[] mean;
    private readonly float scale;
    private readonly LabelledFeatures training;
    private readonly LabelledFeatures validation;
    private readonly float[] classWeights;

    private SoftmaxRegression(LabelledFeatures training, LabelledFeatures validation, int classes, SoftmaxRegressionOptions options)
    {
        this.options = options;
        this.classes = classes;
        features = training.Features[0].Length;
        (mean, scale) = Normalisation(training.Features);
        this.training = Normalise(training);
        this.validation = Normalise(validation);
        classWeights = WeighClasses();
    }

    /// <summary>Trains a layer.</summary>
    /// <param name="training">What it learns from, at least one image.</param>
    /// <param name="validation">What decides when to stop; may be empty.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="options">How.</param>
    /// <param name="epochDone">Called at the end of each epoch.</param>
    /// <param name="cancellation">Ends the training between two epochs.</param>
    /// <returns>The layer with the least validation loss, or the last where there is no validation, and the curves.</returns>
    public static (LinearClassifier Classifier, IReadOnlyList<EpochReport> History) Train(
        LabelledFeatures training, LabelledFeatures validation, int classes, SoftmaxRegressionOptions options,
        Action<EpochReport>? epochDone = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(training.Count);
        options.Validate();
        return new SoftmaxRegression(training, validation, classes, options).Run(epochDone, cancellation);
    }

    private (LinearClassifier Classifier, IReadOnlyList<EpochReport> History) Run(Action<EpochReport>? epochDone, CancellationToken cancellation)
    {
        var weights = new float[classes * features];
        var bias = new float[classes];
        var (weightVelocity, biasVelocity) = (new float[weights.Length], new float[classes]);
        var (bestWeights, bestBias, bestLoss, bestEpoch) = (weights, bias, double.PositiveInfinity, 0);
        var order = Enumerable.Range(0, training.Count).ToArray();
        var random = new SplitMix(options.Seed);
        var history = new List<EpochReport>();
        var steps = (training.Count + options.BatchSize - 1) / options.BatchSize;
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            random.Shuffle<int>(order);
            var rate = 0.0;
            for (var step = 0; step < steps; step++)
            {
                var done = (((epoch - 1) * steps) + step) / ((double)options.Epochs * steps);
                rate = options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * done));
                var batch = order.AsSpan(step * options.BatchSize, Math.Min(options.BatchSize, order.Length - (step * options.BatchSize)));
                Step(batch, new LinearClassifier(weights, bias), weightVelocity, biasVelocity, (float)rate, ref random);
            }

            var current = new LinearClassifier(weights, bias);
            var (trainingLoss, trainingAccuracy) = Evaluate(current, training);
            var (validationLoss, validationAccuracy) = Evaluate(current, validation);
            var hasValidation = validation.Count > 0;
            history.Add(new EpochReport(
                epoch, rate, trainingLoss, trainingAccuracy, hasValidation ? validationLoss : null, hasValidation ? validationAccuracy : null));
            epochDone?.Invoke(history[^1]);
            if (!hasValidation) continue;
            if (validationLoss < bestLoss) (bestWeights, bestBias, bestLoss, bestEpoch) = ([.. weights], [.. bias], validationLoss, epoch);
            if (epoch - bestEpoch >= options.Patience) break;
        }

        return (Denormalise(validation.Count > 0 ? bestWeights : weights, validation.Count > 0 ? bestBias : bias), history);
    }

    private void Step(
        ReadOnlySpan<int> batch, LinearClassifier layer, float[] weightVelocity, float[] biasVelocity, float rate, ref SplitMix random)
    {
        var weightGradient = new float[layer.Weights.Length];
        var biasGradient = new float[classes];
        var scores = new float[classes];
        var kept = new float[features];
        foreach (var image in batch)
        {
            DropOut(training.Features[image], kept, ref random);
            var label = training.Labels[image];
            layer.Scores(kept, scores);
            VectorMath.Softmax(scores);

            // The gradient of the cross-entropy by the scores is softmax less one at the image's class.
            scores[label] -= 1;
            for (var k = 0; k < classes; k++)
            {
                var slope = scores[k] * classWeights[label] / batch.Length;
                biasGradient[k] += slope;
                VectorMath.AddScaled(weightGradient.AsSpan(k * features, features), slope, kept);
            }
        }

        VectorMath.AddScaled(weightGradient, (float)options.L2, layer.Weights);
        Descend(layer.Weights, weightGradient, weightVelocity, rate);
        Descend(layer.Bias, biasGradient, biasVelocity, rate);
    }

    private static void Descend(float[] values, float[] gradient, float[] velocity, float rate)
    {
        for (var i = 0; i < values.Length; i++)
        {
            velocity[i] = (Momentum * velocity[i]) - (rate * gradient[i]);
            values[i] += (Momentum * velocity[i]) - (rate * gradient[i]);
        }
    }

    // What stays is scaled up, so that the scores keep their mean.
    private void DropOut(float[] source, float[] kept, ref SplitMix random)
    {
        if (options.Dropout == 0)
        {
            source.CopyTo(kept, 0);
            return;
        }

        var factor = (float)(1 / (1 - options.Dropout));
        for (var i = 0; i < source.Length; i++) kept[i] = random.NextDouble() < options.Dropout ? 0 : source[i] * factor;
    }

    private (double Loss, double Accuracy) Evaluate(LinearClassifier layer, LabelledFeatures images)
    {
        if (images.Count == 0) return (0, 0);
        var scores = new float[classes];
        var (loss, correct) = (0.0, 0);
        for (var i = 0; i < images.Count; i++)
        {
            layer.Scores(images.Features[i], scores);
            VectorMath.Softmax(scores);
            loss -= Math.Log(Math.Max(scores[images.Labels[i]], 1e-30));
            if (Prediction.Of("", images.Labels[i], scores).IsCorrect) correct++;
        }

        return (loss / images.Count, (double)correct / images.Count);
    }

    private float[] WeighClasses()
    {
        var counts = new int[classes];
        foreach (var label in training.Labels) counts[label]++;
        var present = counts.Count(c => c > 0);
        return Array.ConvertAll(counts, count => options.ClassWeights && count > 0 ? (float)training.Count / (present * count) : 1f);
    }

    private static (float[] Mean, float Scale) Normalisation(IReadOnlyList<float[]> vectors)
    {
        var mean = new double[vectors[0].Length];
        foreach (var vector in vectors)
        {
            for (var i = 0; i < mean.Length; i++) mean[i] += vector[i] / (double)vectors.Count;
        }

        var squares = 0.0;
        foreach (var vector in vectors)
        {
            for (var i = 0; i < mean.Length; i++) squares += (vector[i] - mean[i]) * (vector[i] - mean[i]);
        }

        var norm = Math.Sqrt(squares / vectors.Count);
        return (Array.ConvertAll(mean, m => (float)m), norm > 0 ? (float)(1 / norm) : 1);
    }

    private LabelledFeatures Normalise(LabelledFeatures images)
    {
        var normalised = new float[images.Count][];
        for (var n = 0; n < normalised.Length; n++)
        {
            var vector = images.Features[n];
            normalised[n] = new float[features];
            for (var i = 0; i < features; i++) normalised[n][i] = (vector[i] - mean[i]) * scale;
        }

        return images with { Features = normalised };
    }

    private LinearClassifier Denormalise(float[] weights, float[] bias)
    {
        var scaled = Array.ConvertAll(weights, w => w * scale);
        var moved = new float[classes];
        for (var k = 0; k < classes; k++) moved[k] = bias[k] - VectorMath.Dot(scaled.AsSpan(k * features, features), mean);
        return new LinearClassifier(scaled, moved);
    }
}
