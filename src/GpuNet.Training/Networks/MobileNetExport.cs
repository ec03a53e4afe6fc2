using GpuNet.Export;
using GpuNet.Graphs;

namespace GpuNet.Networks;

/// <summary>
/// Turns a trained network into a graph. Normalisation goes into the weights and biases of the convolution before it:
/// w' = w gamma / sqrt(variance + epsilon), b' = beta - mean gamma / sqrt(variance + epsilon).
/// </summary>
internal static class MobileNetExport
{
    /// <summary>The graph: an image [1, resolution, resolution, 3] from -1 to 1, to the probabilities [1, classes].</summary>
    public static Graph ToGraph(MobileNet network)
    {
        var tensors = new List<Tensor>();
        var steps = new List<Operator>();
        var image = Add("image", new Shape(1, network.Shape.Resolution, network.Shape.Resolution, 3));
        var current = image;
        for (var i = 0; i + 1 < network.Layers.Count; i += 2)
        {
            var layer = network.Layers[i];
            var (factors, bias) = Fold((NormalisationLayer)network.Layers[i + 1]);
            var name = i == 0 ? "conv_0" : $"{(layer is DepthwiseLayer ? "depthwise" : "pointwise")}_{((i / 2) + 1) / 2}";
            var weights = AddConstant($"{name}/weights", WeightShape(layer), Weights(layer, factors));
            var biases = AddConstant($"{name}/bias", new Shape(bias.Length), bias);
            var output = Add($"{name}/relu6", new Shape(1, layer.Output.Height, layer.Output.Width, layer.Output.Channels));
            steps.Add(layer is DepthwiseLayer depthwise
                ? new DepthwiseConv2D(steps.Count, [current, weights, biases], output, Padding.Same, depthwise.Stride, depthwise.Stride, 1, 1, 1, Activation.Relu6)
                : Convolution(steps.Count, [current, weights, biases], output, layer is ConvolutionLayer ? 2 : 1));
            current = output;
        }

        var last = network.Classifier;
        var features = Add("features", new Shape(1, 1, 1, last.Input.Channels));
        steps.Add(new Pool2D(
            steps.Count, [current], features, PoolKind.Average, Padding.Valid, last.Input.Width, last.Input.Height, 1, 1, Activation.None));
        var classifier = AddConstant("classifier/weights", new Shape(last.Output.Channels, last.Input.Channels), last.Weights.Values);
        var classifierBias = AddConstant("classifier/bias", new Shape(last.Output.Channels), last.Bias.Values);
        var scores = Add("classifier/scores", new Shape(1, last.Output.Channels));
        steps.Add(new FullyConnected(steps.Count, [features, classifier, classifierBias], scores, Activation.None, KeepDimensions: false));
        var probabilities = Add("classifier/probabilities", new Shape(1, last.Output.Channels));
        steps.Add(new Softmax(steps.Count, [scores], probabilities, Beta: 1));
        return new Graph([.. tensors], [.. steps], [image], [probabilities]);

        int Add(string name, Shape shape, TensorData? constant = null)
        {
            tensors.Add(new Tensor(tensors.Count, name, ElementType.Float32, shape, null, constant));
            return tensors.Count - 1;
        }

        int AddConstant(string name, Shape shape, float[] values) => Add(name, shape, LittleEndian.Bytes(values));
    }

    private static Conv2D Convolution(int index, int[] inputs, int output, int stride) =>
        new(index, [.. inputs], output, Padding.Same, stride, stride, 1, 1, Activation.Relu6);

    private static (float[] Factors, float[] Bias) Fold(NormalisationLayer normalisation)
    {
        var factors = new float[normalisation.Output.Channels];
        var bias = new float[factors.Length];
        for (var c = 0; c < factors.Length; c++)
        {
            factors[c] = (float)(normalisation.Gamma.Values[c] / Math.Sqrt((double)normalisation.RunningVariance[c] + NormalisationLayer.Epsilon));
            bias[c] = normalisation.Beta.Values[c] - (normalisation.RunningMean[c] * factors[c]);
        }

        return (factors, bias);
    }

    private static Shape WeightShape(Layer layer) => layer switch
    {
        DepthwiseLayer => new Shape(1, 3, 3, layer.Input.Channels),
        ConvolutionLayer => new Shape(layer.Output.Channels, 3, 3, layer.Input.Channels),
        _ => new Shape(layer.Output.Channels, 1, 1, layer.Input.Channels),
    };

    // Output channels stand last while training, and first in a file, but for depthwise weights, whose channels stay last.
    private static float[] Weights(Layer layer, float[] factors)
    {
        var source = layer.Parameters[0].Values;
        var weights = new float[source.Length];
        var channels = factors.Length;
        var inputs = source.Length / channels;
        for (var i = 0; i < source.Length; i++)
        {
            var (input, output) = (i / channels, i % channels);
            weights[layer is DepthwiseLayer ? i : (output * inputs) + input] = source[i] * factors[output];
        }

        return weights;
    }
}
