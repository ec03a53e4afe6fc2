using GpuNet.Datasets;
using GpuNet.Retraining;

namespace GpuNet.Networks;

/// <summary>
/// The end of the network: mean over the pixels, dropout, a linear layer, softmax. Weights are [classes, features]. Its result is
/// the probability of each class.
/// </summary>
internal sealed class ClassifierLayer : Layer
{
    private readonly float[] features;
    private readonly float[] kept;
    private readonly double dropout;

    /// <summary>Weights are still 0.</summary>
    public ClassifierLayer(LayerShape input, int classes, double dropout, int capacity)
        : base(input, new LayerShape(1, 1, classes), capacity)
    {
        this.dropout = dropout;
        Weights = new Parameter(classes * input.Channels, decays: true);
        Bias = new Parameter(classes, decays: false);
        features = new float[capacity * input.Channels];
        kept = new float[features.Length];
    }

    /// <summary>[classes, features].</summary>
    public Parameter Weights { get; }

    /// <summary>[classes].</summary>
    public Parameter Bias { get; }

    /// <summary>Decides what the next batch leaves out.</summary>
    public ulong DropoutSeed { get; set; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Weights, Bias];

    /// <inheritdoc/>
    public override void Forward(float[] source, int images, bool isTraining, Workers workers) => workers.Share(images, (_, first, count) =>
    {
        var classifier = new LinearClassifier(Weights.Values, Bias.Values);
        for (var image = first; image < first + count; image++)
        {
            var vector = features.AsSpan(image * Input.Channels, Input.Channels);
            vector.Clear();
            for (var pixel = 0; pixel < Input.Pixels; pixel++)
                VectorMath.AddScaled(vector, 1f / Input.Pixels, source.AsSpan((image * Input.Length) + (pixel * Input.Channels), Input.Channels));
            DropOut(vector, kept.AsSpan(image * Input.Channels, Input.Channels), isTraining, image);
            var scores = Result.AsSpan(image * Output.Channels, Output.Channels);
            for (var i = 0; i < vector.Length; i++) vector[i] *= kept[(image * Input.Channels) + i];
            classifier.Scores(vector, scores);
            VectorMath.Softmax(scores);
        }
    });

    /// <summary>Sets the slope of the mean cross-entropy of a batch, and gives the sum of the losses of its images.</summary>
    public double SetLoss(ReadOnlySpan<int> labels)
    {
        var loss = 0.0;
        for (var image = 0; image < labels.Length; image++)
        {
            for (var k = 0; k < Output.Channels; k++)
            {
                var i = (image * Output.Channels) + k;
                ResultGradient[i] = (Result[i] - (k == labels[image] ? 1 : 0)) / labels.Length;
            }

            loss -= Math.Log(Math.Max(Result[(image * Output.Channels) + labels[image]], 1e-30));
        }

        return loss;
    }

    /// <inheritdoc/>
    /// <remarks>The slope is that by the scores before the softmax, which <see cref="SetLoss"/> gives.</remarks>
    public override void Backward(float[] source, float[]? sourceGradient, int images, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(sourceGradient);
        workers.Share(images, (part, first, count) =>
        {
            var weightSlopes = Weights.PartialGradients.AsSpan(part * Weights.Values.Length, Weights.Values.Length);
            var biasSlopes = Bias.PartialGradients.AsSpan(part * Bias.Values.Length, Bias.Values.Length);
            weightSlopes.Clear();
            biasSlopes.Clear();
            var slopes = new float[Input.Channels];
            for (var image = first; image < first + count; image++)
            {
                Array.Clear(slopes);
                for (var k = 0; k < Output.Channels; k++)
                {
                    var slope = ResultGradient[(image * Output.Channels) + k];
                    biasSlopes[k] += slope;
                    VectorMath.AddScaled(weightSlopes.Slice(k * Input.Channels, Input.Channels), slope, features.AsSpan(image * Input.Channels, Input.Channels));
                    VectorMath.AddScaled(slopes, slope, Weights.Values.AsSpan(k * Input.Channels, Input.Channels));
                }

                for (var i = 0; i < slopes.Length; i++) slopes[i] *= kept[(image * Input.Channels) + i] / Input.Pixels;
                for (var pixel = 0; pixel < Input.Pixels; pixel++)
                    slopes.CopyTo(sourceGradient, (image * Input.Length) + (pixel * Input.Channels));
            }
        });
        Workers.Reduce(Weights.Gradient, Weights.PartialGradients, images);
        Workers.Reduce(Bias.Gradient, Bias.PartialGradients, images);
    }

    // What stays is scaled up, so that the scores keep their mean.
    private void DropOut(ReadOnlySpan<float> vector, Span<float> factors, bool isTraining, int image)
    {
        factors.Fill(1);
        if (!isTraining || dropout == 0) return;
        var random = new SplitMix(SplitMix.Derive(DropoutSeed, (ulong)image));
        for (var i = 0; i < vector.Length; i++) factors[i] = random.NextDouble() < dropout ? 0 : (float)(1 / (1 - dropout));
    }
}
