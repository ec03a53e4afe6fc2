using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Planning;
using GpuNet.Reference;
using GpuNet.Simplify;

namespace GpuNet.Conformance;

/// <summary>Compares a network layer by layer, in the order of its operators, after a session that keeps all tensors has run.</summary>
/// <param name="session">The session.</param>
/// <param name="device">What it runs on; null for the reference, which has no kernels to name.</param>
/// <param name="options">How the session was made.</param>
public sealed class LayerComparison(Session session, DeviceInfo? device, SessionOptions options)
{
    private readonly Graph graph = Simplifier.Run(session.Graph, new SimplifyOptions { KeepAllTensors = true }).Graph;
    private readonly Dictionary<int, SessionTensor> readable = session.Readable.ToDictionary(t => t.Tensor.Index);

    /// <summary>
    /// Compares each layer with what the reference makes of the tensors that the device itself gave to that layer. So an error
    /// stays where it is made: only layers that are wrong diverge, and not those behind them.
    /// </summary>
    public IReadOnlyList<LayerResult> WithReference() =>
        Compare(ReferenceOf, Tolerances.OfLayer(options));

    /// <summary>Compares each layer with stored tensors. The first that diverges is where an error is made; those behind it may inherit it.</summary>
    /// <param name="stored">Gives the bytes of a tensor, or null where there are none.</param>
    public IReadOnlyList<LayerResult> WithStored(Func<Tensor, byte[]?> stored) =>
        Compare(step => stored(session.Graph.Tensors[step.Output]), Tolerances.OfNetwork(options));

    private List<LayerResult> Compare(Func<Operator, byte[]?> expected, double tolerance)
    {
        var kernels = KernelsByOperator();
        var results = new List<LayerResult>();
        foreach (var step in session.Graph.Operators)
        {
            var tensor = session.Graph.Tensors[step.Output];
            var computed = readable.ContainsKey(step.Output);
            var bytes = computed ? expected(step) : null;
            results.Add(new LayerResult(
                step,
                tensor,
                [.. kernels[step.Index]],
                bytes is null ? null : TensorDifference.Compare(tensor, bytes, BytesOf(step.Output), tolerance),
                bytes is not null ? null : computed ? "no expected values" : "not kept: another step computes it on the way"));
        }

        return results;
    }

    private byte[]? ReferenceOf(Operator step)
    {
        var inputs = step.Inputs.Where(i => i >= 0 && graph.Tensors[i].Constant is null).Distinct().ToArray();
        if (!inputs.All(readable.ContainsKey)) return null;
        var interpreter = new ReferenceInterpreter(new Graph(graph.Tensors, [step], [.. inputs], [step.Output]));
        foreach (var input in inputs) interpreter.SetInput(input, BytesOf(input));
        interpreter.Run();
        return interpreter.Get(step.Output).ToArray();
    }

    private byte[] BytesOf(int tensor)
    {
        var bytes = new byte[readable[tensor].Tensor.ByteLength];
        readable[tensor].ReadBytes(bytes);
        return bytes;
    }

    private ILookup<int, string> KernelsByOperator()
    {
        IEnumerable<PlannedStep> steps = device is null ? [] : Planner.Plan(graph, PlannerOptions.For(device, options)).Steps;
        return steps.Where(s => s.Operator >= 0).ToLookup(s => s.Operator, s => $"{s.Variant}");
    }
}
