using System.Collections.Immutable;
using GpuNet.Export;
using GpuNet.Graphs;
using GpuNet.Quantising;

namespace GpuNet.Retraining;

/// <summary>Adds a linear classifier and its softmax to a network: FULLY_CONNECTED and SOFTMAX in the network's own type.</summary>
internal static class ClassifierHead
{
    private const string WeightsName = "classifier/weights";
    private const string BiasName = "classifier/bias";
    private const string ScoresName = "classifier/scores";
    private const string ProbabilitiesName = "classifier/probabilities";

    /// <summary>
    /// The network with the classifier behind its output. For a quantised one, weights take one scale, and the scores the range
    /// that the classifier has shown.
    /// </summary>
    /// <param name="extractor">A network whose only output is a vector of features.</param>
    /// <param name="classifier">The classifier of those features as real numbers.</param>
    /// <param name="scores">The range of its scores; of no meaning for floats.</param>
    public static Graph Append(Graph extractor, LinearClassifier classifier, ValueRange scores)
    {
        var features = extractor.Tensors[extractor.Outputs[0]];
        var tensors = extractor.Tensors.ToBuilder();
        var first = tensors.Count;
        tensors.AddRange(features.Type == ElementType.Float32
            ? FloatTensors(first, classifier)
            : QuantisedTensors(first, classifier, features, scores));
        var step = extractor.Operators.Length;
        return new Graph(
            tensors.ToImmutable(),
            [
                .. extractor.Operators,
                new FullyConnected(step, [features.Index, first, first + 1], first + 2, Activation.None, KeepDimensions: false),
                new Softmax(step + 1, [first + 2], first + 3, Beta: 1),
            ],
            extractor.Inputs,
            [first + 3]);
    }

    /// <summary>The classifier alone, as a network that takes the features.</summary>
    public static Graph Alone(Graph extractor, LinearClassifier classifier, ValueRange scores)
    {
        var features = extractor.Tensors[extractor.Outputs[0]] with { Index = 0 };
        return Append(new Graph([features], [], [0], [0]), classifier, scores);
    }

    private static ImmutableArray<Tensor> FloatTensors(int first, LinearClassifier classifier)
    {
        var (classes, features) = (classifier.Classes, classifier.Features);
        return
        [
            new Tensor(first, WeightsName, ElementType.Float32, new Shape(classes, features), null, LittleEndian.Bytes(classifier.Weights)),
            new Tensor(first + 1, BiasName, ElementType.Float32, new Shape(classes), null, LittleEndian.Bytes(classifier.Bias)),
            new Tensor(first + 2, ScoresName, ElementType.Float32, new Shape(1, classes), null, null),
            new Tensor(first + 3, ProbabilitiesName, ElementType.Float32, new Shape(1, classes), null, null),
        ];
    }

    private static ImmutableArray<Tensor> QuantisedTensors(int first, LinearClassifier classifier, Tensor features, ValueRange scores)
    {
        var type = features.Type;
        var shape = new Shape(classifier.Classes, classifier.Features);
        var (weights, weightQuantisation) = WeightQuantiser.PerTensor(classifier.Weights, type);
        var (bias, biasQuantisation) = WeightQuantiser.Bias(classifier.Bias, features.Quantisation!.Scales[0], weightQuantisation.Scales);
        var result = new Shape(1, classifier.Classes);
        return
        [
            new Tensor(first, WeightsName, type, shape, weightQuantisation, weights),
            new Tensor(first + 1, BiasName, ElementType.Int32, new Shape(classifier.Classes), biasQuantisation, bias),
            new Tensor(first + 2, ScoresName, type, result, scores.ToQuantisation(type), null),
            new Tensor(first + 3, ProbabilitiesName, type, result, ValueRange.Probabilities(type), null),
        ];
    }
}
