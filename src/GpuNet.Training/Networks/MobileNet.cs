using GpuNet.Datasets;

namespace GpuNet.Networks;

/// <summary>The form of a MobileNet V1.</summary>
/// <param name="Width">The factor of all channels, such as 0.25.</param>
/// <param name="Resolution">Rows and columns of the image.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Dropout">The share of the last features that a training step leaves out.</param>
public sealed record MobileNetShape(double Width, int Resolution, int Classes, double Dropout = 0.1)
{
    private const int ChannelMultiple = 8;

    /// <summary>Channels of a layer that has so many at width 1: a multiple of 8, at least 8.</summary>
    public int Channels(int full) => Math.Max(ChannelMultiple, (int)((full * Width / ChannelMultiple) + 0.5) * ChannelMultiple);
}

/// <summary>
/// MobileNet V1 (Howard and others, 2017) to be trained: a convolution, thirteen pairs of depthwise and pointwise convolution, each
/// followed by batch normalisation and ReLU6, and a classifier.
/// </summary>
internal sealed class MobileNet
{
    // Stride of the depthwise convolution and channels of the pointwise one, at width 1.
    private static readonly (int Stride, int Channels)[] Blocks =
    [
        (1, 64), (2, 128), (1, 128), (2, 256), (1, 256), (2, 512), (1, 512), (1, 512), (1, 512), (1, 512), (1, 512), (2, 1024), (1, 1024),
    ];

    private const int FirstChannels = 32;

    private readonly List<Layer> layers = [];

    /// <summary>A network with random weights.</summary>
    /// <param name="shape">Its form.</param>
    /// <param name="capacity">The most images of a batch.</param>
    /// <param name="seed">Decides the weights.</param>
    public MobileNet(MobileNetShape shape, int capacity, ulong seed)
    {
        Shape = shape;
        var random = new SplitMix(seed);
        var first = new ConvolutionLayer(new LayerShape(shape.Resolution, shape.Resolution, 3), shape.Channels(FirstChannels), capacity);
        first.Weights.InitialiseForRelu(27, ref random);
        layers.Add(first);
        Normalise();
        foreach (var (stride, channels) in Blocks)
        {
            var depthwise = new DepthwiseLayer(layers[^1].Output, stride, capacity);
            depthwise.Weights.InitialiseForRelu(9, ref random);
            layers.Add(depthwise);
            Normalise();
            var pointwise = new PointwiseLayer(layers[^1].Output, shape.Channels(channels), capacity);
            pointwise.Weights.InitialiseForRelu(pointwise.Input.Channels, ref random);
            layers.Add(pointwise);
            Normalise();
        }

        Classifier = new ClassifierLayer(layers[^1].Output, shape.Classes, shape.Dropout, capacity);
        Classifier.Weights.InitialiseForRelu(2 * Classifier.Input.Channels, ref random);
        layers.Add(Classifier);
        Parameters = [.. layers.SelectMany(layer => layer.Parameters)];

        void Normalise() => layers.Add(new NormalisationLayer(layers[^1].Output, capacity));
    }

    /// <summary>Its form.</summary>
    public MobileNetShape Shape { get; }

    /// <summary>From the image to the classes.</summary>
    public IReadOnlyList<Layer> Layers => layers;

    /// <summary>The last layer.</summary>
    public ClassifierLayer Classifier { get; }

    /// <summary>All that it learns.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The probabilities of a batch, [images, classes], in <see cref="ClassifierLayer"/>'s result.</summary>
    /// <param name="images">[count, resolution, resolution, 3], from -1 to 1.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="isTraining">Whether to normalise by the batch and drop out.</param>
    /// <param name="workers">Threads.</param>
    public void Forward(float[] images, int count, bool isTraining, Workers workers)
    {
        var source = images;
        foreach (var layer in layers)
        {
            layer.Forward(source, count, isTraining, workers);
            source = layer.Result;
        }
    }

    /// <summary>Adds the slopes of the mean loss of the last batch to the gradients, and gives the sum of its losses.</summary>
    public double Backward(float[] images, ReadOnlySpan<int> labels, Workers workers)
    {
        var loss = Classifier.SetLoss(labels);
        for (var i = layers.Count - 1; i >= 0; i--)
            layers[i].Backward(i == 0 ? images : layers[i - 1].Result, i == 0 ? null : layers[i - 1].ResultGradient, labels.Length, workers);
        return loss;
    }
}
