using GpuNet.Export;
using GpuNet.Graphs;
using GpuNet.Images;
using GpuNet.Metadata;
using GpuNet.Simplify;

namespace GpuNet.Quantising;

/// <summary>A quantised network, and what it has cost.</summary>
/// <param name="File">The bytes of the <c>.tflite</c> file.</param>
/// <param name="Layers">The noise of each layer, in the order of the operators.</param>
/// <param name="Images">How many images it was compared on.</param>
/// <param name="SameTop">For how many of them the most probable class is the same.</param>
/// <param name="Changed">Those for which it is not.</param>
public sealed record QuantiseResult(byte[] File, IReadOnlyList<LayerNoise> Layers, int Images, int SameTop, IReadOnlyList<string> Changed);

/// <summary>
/// Post-training quantisation: runs a float network on images, chooses ranges, rounds weights, and compares the result with what
/// it came from, layer by layer.
/// </summary>
/// <param name="model">A float network that takes one image.</param>
/// <param name="labels">The names of its classes, to be kept; null where it has none.</param>
/// <param name="options">How.</param>
public sealed class PostTrainingQuantiser(Model model, IReadOnlyList<string>? labels, QuantiseOptions options)
{
    /// <summary>How often each image is run: to calibrate, before and after equalisation; for each layer that is corrected; to compare.</summary>
    public int Passes
    {
        get
        {
            if (options.Type == QuantisedType.Float16) return 1;
            var layers = BiasCorrection.Layers(model.Graph).Count(step => !model.Graph.Inputs.Contains(step.Inputs[0]));
            return 2 + (options.Equalise ? 1 : 0) + (options.CorrectBias ? layers : 0);
        }
    }

    /// <summary>Quantises.</summary>
    /// <param name="images">Image files to calibrate and compare with, at least one.</param>
    /// <param name="open">Makes a session that keeps all tensors.</param>
    /// <param name="progress">Called with 1 for each image, once for each of <see cref="Passes"/>.</param>
    /// <param name="cancellation">Ends the work between two images.</param>
    /// <exception cref="UnsupportedModelException">The network is quantised already, or cannot be.</exception>
    /// <exception cref="ImageFormatException">An image cannot be read.</exception>
    public QuantiseResult Run(
        IReadOnlyList<string> images, Func<Model, Session> open, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentOutOfRangeException.ThrowIfZero(images.Count, nameof(images));
        RequireFloats();
        var graph = GraphSlice.Compact(Simplifier.Run(model.Graph).Graph);
        var floats = Reload(graph, "float");
        var extents = graph.Tensors[graph.Inputs[0]].Shape.ToNhwc();
        var run = new Work(
            [.. images.Select(path => new CalibrationImage(path, ImageResize.Resize(ImageFile.Read(path), extents.Width, extents.Height)))],
            open, progress, cancellation);
        using var original = open(floats);
        var reference = graph;
        var quantised = options.Type == QuantisedType.Float16 ? HalfFloatGraph.Make(graph) : QuantiseToIntegers(run, original, ref reference);
        var description = $"{model.Name} quantised to {options.Type}";
        var file = labels is null
            ? ModelWriter.Write(quantised, description)
            : ModelLabels.Write(quantised, model.Name, description, labels);
        using var other = open(Model.Load(file, model.Name));
        using var expected = open(Reload(reference, "equalised"));
        return Compare(run, file, reference, original, expected, other);
    }

    // The network that the integers stand for: equalised, where that was asked for.
    private Graph QuantiseToIntegers(Work run, Session original, ref Graph reference)
    {
        var calibration = Calibrate(run, reference, original);
        if (options.Equalise)
        {
            reference = ChannelEqualiser.Run(calibration);
            using var equal = run.Open(Reload(reference, "equalised"));
            calibration = Calibrate(run, reference, equal);
        }

        var quantised = IntegerGraph.Make(calibration, options);
        return options.CorrectBias ? new BiasCorrection(calibration, graph => OutputMeans(run, graph)).Run(quantised) : quantised;
    }

    private static Calibration Calibrate(Work run, Graph graph, Session session)
    {
        var seen = new Calibration(graph);
        foreach (var image in run.Images)
        {
            RunOn(session, run.Next(image));
            seen.Add(session, LittleEndian.Singles(ImageTensor.Create(image.Pixels, session.Inputs[0].Tensor)));
        }

        return seen;
    }

    private double[] OutputMeans(Work run, Graph graph)
    {
        using var session = run.Open(Reload(graph, "part"));
        var output = session.Outputs[0];
        var values = new float[output.Length];
        var extents = output.Tensor.Shape.ToNhwc();
        var means = new double[extents.Channels];
        foreach (var image in run.Images)
        {
            RunOn(session, run.Next(image));
            output.ReadReal(values);
            for (var i = 0; i < values.Length; i++) means[i % means.Length] += values[i];
        }

        return Array.ConvertAll(means, sum => sum * means.Length / values.Length / run.Images.Count);
    }

    private void RequireFloats()
    {
        var graph = model.Graph;
        if (graph.Inputs.Length != 1 || graph.Outputs.Length != 1)
            throw new UnsupportedModelException($"{model.Name}: has {graph.Inputs.Length} inputs and {graph.Outputs.Length} outputs; one of each is supported.");
        var quantised = graph.Operators.Select(step => graph.Tensors[step.Output]).FirstOrDefault(t => t.Type is ElementType.UInt8 or ElementType.Int8)
            ?? graph.Inputs.Select(i => graph.Tensors[i]).FirstOrDefault(t => t.Type != ElementType.Float32);
        if (quantised is not null) throw new UnsupportedModelException($"{model.Name}: is quantised already: {quantised}.");
    }

    private Model Reload(Graph graph, string what) => Model.Load(ModelWriter.Write(graph), $"{model.Name} ({what})");

    private static void RunOn(Session session, CalibrationImage image)
    {
        session.Inputs[0].WriteBytes(ImageTensor.Create(image.Pixels, session.Inputs[0].Tensor));
        session.Run();
    }

    private static QuantiseResult Compare(Work run, byte[] file, Graph graph, Session original, Session floats, Session quantised)
    {
        // Both networks keep the indices of these tensors; some types hold no real numbers (ARG_MAX).
        var pairs = floats.Readable.Where(t => t.Tensor.Type == ElementType.Float32)
            .Join(quantised.Readable, t => t.Tensor.Index, t => t.Tensor.Index, (expected, actual) => (Expected: expected, Actual: actual)).ToList();
        var sums = new NoiseSum[pairs.Count];
        var changed = new List<string>();
        foreach (var image in run.Images)
        {
            RunOn(original, run.Next(image));
            RunOn(floats, image);
            RunOn(quantised, image);
            for (var i = 0; i < pairs.Count; i++)
            {
                var (expected, actual) = (new float[pairs[i].Expected.Length], new float[pairs[i].Expected.Length]);
                pairs[i].Expected.ReadReal(expected);
                pairs[i].Actual.ReadReal(actual);
                sums[i].Add(expected, actual);
            }

            if (Top(original) != Top(quantised)) changed.Add(image.Path);
        }

        var producers = graph.Operators.ToDictionary(step => step.Output);
        var layers = pairs.Select((pair, i) => (pair.Expected.Tensor, Noise: sums[i])).Where(p => producers.ContainsKey(p.Tensor.Index))
            .OrderBy(p => producers[p.Tensor.Index].Index)
            .Select(p => new LayerNoise(producers[p.Tensor.Index].ToString(), p.Tensor.Name, p.Noise.Decibels));
        return new QuantiseResult(file, [.. layers], run.Images.Count, run.Images.Count - changed.Count, changed);
    }

    private static int Top(Session session)
    {
        var output = session.Outputs[0];
        if (output.Tensor.Type is ElementType.Int32 or ElementType.Int64)
        {
            var index = new byte[output.Tensor.ByteLength];
            output.ReadBytes(index);
            return index[0] | (index[1] << 8) | (index[2] << 16);
        }

        var scores = new float[output.Length];
        output.ReadReal(scores);
        return Array.IndexOf(scores, scores.Max());
    }

    /// <summary>An image that is run several times, decoded once at the extents of the network.</summary>
    private sealed record CalibrationImage(string Path, RgbImage Pixels);

    /// <summary>What all stages share.</summary>
    private sealed record Work(
        IReadOnlyList<CalibrationImage> Images, Func<Model, Session> Open, Action<int>? Progress, CancellationToken Cancellation)
    {
        /// <summary>Counts an image that is about to be run.</summary>
        public CalibrationImage Next(CalibrationImage image)
        {
            Cancellation.ThrowIfCancellationRequested();
            Progress?.Invoke(1);
            return image;
        }
    }
}
