using System.Security.Cryptography;
using GpuNet.Export;
using GpuNet.Graphs;

namespace GpuNet.Retraining;

/// <summary>
/// The part of a classifier that turns an image into a vector of features, without the layer that makes classes of them. Its output
/// for an image is called the image's bottleneck.
/// </summary>
public sealed class FeatureExtractor
{
    private FeatureExtractor(string name, Graph graph)
    {
        Name = name;
        Graph = graph;
        Model = Model.Load(ModelWriter.Write(graph, $"features of {name}"), name);
        Key = Convert.ToHexStringLower(SHA256.HashData(ModelWriter.Write(graph)));
    }

    /// <summary>The name of the model that it comes from.</summary>
    public string Name { get; }

    /// <summary>The network, with the image as its only input and the features as its only output.</summary>
    public Graph Graph { get; }

    /// <summary>The network as a model, to run.</summary>
    public Model Model { get; }

    /// <summary>Identifies the network by its content: equal networks from different files have the same.</summary>
    public string Key { get; }

    /// <summary>The image.</summary>
    public Tensor Input => Graph.Tensors[Graph.Inputs[0]];

    /// <summary>The features.</summary>
    public Tensor Output => Graph.Tensors[Graph.Outputs[0]];

    /// <summary>Number of features.</summary>
    public int Features => (int)Output.Shape.ElementCount;

    /// <summary>
    /// Cuts a model where its classifier begins: before the last FULLY_CONNECTED, or CONV_2D over one pixel, behind which
    /// only SOFTMAX and operators that compute nothing may stand. A model that does not end so is taken for an extractor,
    /// unless it ends in SOFTMAX.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="isExtractor">Whether the model's output is taken for the features whatever makes it.</param>
    /// <exception cref="UnsupportedModelException">The model does not take one image, or no vector of features is found in it.</exception>
    public static FeatureExtractor Find(Model model, bool isExtractor = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        var graph = model.Graph;
        if (graph.Inputs.Length != 1) throw new UnsupportedModelException($"{model.Name}: has {graph.Inputs.Length} inputs instead of one image.");
        if (graph.Outputs.Length != 1) throw new UnsupportedModelException($"{model.Name}: has {graph.Outputs.Length} outputs instead of one.");
        var features = graph.Tensors[isExtractor ? SkipConversions(graph, graph.Outputs[0], out _) : FindFeatures(model)];
        if (features.Shape.ElementCount != features.Shape.Extents.Max())
        {
            throw new UnsupportedModelException(
                $"{model.Name}: {features} is no vector of features: a base ends in one, "
                + "or has a classifier (FULLY_CONNECTED, or CONV_2D over one pixel) behind one.");
        }

        if (features.Index == graph.Inputs[0]) throw new UnsupportedModelException($"{model.Name}: has no layers before its classifier.");
        if (features.Type is not (ElementType.Float32 or ElementType.UInt8 or ElementType.Int8))
            throw new UnsupportedModelException($"{model.Name}: features of type {features.Type} are not supported.");
        return new FeatureExtractor(model.Name, GraphSlice.UpTo(graph, features.Index));
    }

    private static int FindFeatures(Model model)
    {
        var graph = model.Graph;
        var last = SkipConversions(graph, graph.Outputs[0], out var sawSoftmax);
        switch (Producer(graph, last))
        {
            case FullyConnected dense: return dense.Inputs[0];
            case Conv2D conv when CoversOnePixel(graph, conv): return conv.Inputs[0];
            case var producer when sawSoftmax: throw new UnsupportedModelException(
                $"{model.Name}: its classifier was not found: before SOFTMAX stands {producer?.ToString() ?? "the input"}, "
                + "neither FULLY_CONNECTED nor CONV_2D over one pixel.");
            default: return last;
        }
    }

    private static bool CoversOnePixel(Graph graph, Conv2D conv)
    {
        var input = graph.Tensors[conv.Inputs[0]].Shape.ToNhwc();
        var output = graph.Tensors[conv.Output].Shape.ToNhwc();
        return input is { Height: 1, Width: 1 } && output is { Height: 1, Width: 1 };
    }

    // What only rearranges, requantises or makes probabilities of its input.
    private static int SkipConversions(Graph graph, int tensor, out bool sawSoftmax)
    {
        sawSoftmax = false;
        while (Producer(graph, tensor) is { } step and (Softmax or Reshape or Quantize or Dequantize))
        {
            sawSoftmax |= step is Softmax;
            tensor = step.Inputs[0];
        }

        return tensor;
    }

    private static Operator? Producer(Graph graph, int tensor) => graph.Operators.LastOrDefault(step => step.Output == tensor);
}
