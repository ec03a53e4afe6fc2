using System.Runtime.InteropServices;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Planning;
using GpuNet.Simplify;

namespace GpuNet.Conformance;

/// <summary>Runs cases on a device and compares what they give with the naive reference. Any thread may call.</summary>
/// <param name="device">The device.</param>
/// <param name="configurations">How each case is run; those that make no difference to it are left out.</param>
/// <param name="seed">What the cases are drawn from.</param>
public sealed class LayerCaseRunner(IDevice device, IReadOnlyList<CaseConfiguration> configurations, int seed)
{
    /// <summary>Runs a case in every configuration that makes a difference. A kernel or driver that fails is a failed case.</summary>
    public IReadOnlyList<LayerCaseResult> Run(LayerCaseId id)
    {
        var layer = CaseCatalog.Create(id, seed);
        var expected = Expected(layer);
        var results = new List<LayerCaseResult>();
        foreach (var sameStorage in configurations.GroupBy(c => (c.Storage, c.Floats)))
        {
            if (sameStorage.Key.Floats == FloatStorage.Float16 && !(layer.AllowsHalves && FitHalves(layer, expected))) continue;
            var plans = new HashSet<string>();
            // The device's own class first: another is worth a run only where its plan is another.
            foreach (var configuration in sameStorage.OrderBy(c => c.Planned == PlannedDevice.ClassOf(device.Info) ? 0 : 1))
                Run(layer, expected, configuration, plans, results);
        }

        return results;
    }

    /// <summary>What the reference makes of a case.</summary>
    public static byte[] Expected(LayerCase layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        using var reference = new ReferenceSession(layer.Graph);
        return Output(reference, layer);
    }

    private void Run(LayerCase layer, byte[] expected, CaseConfiguration configuration, HashSet<string> plans, List<LayerCaseResult> results)
    {
        using var planned = new PlannedDevice(device, configuration.Planned);
        IReadOnlyList<string> kernels = [];
        try
        {
            var plan = Planner.Plan(
                Simplifier.Run(layer.Graph).Graph, PlannerOptions.For(planned.Info, configuration.OptionsOf(layer)));
            if (!plans.Add(string.Join('\n', plan.Steps.Select(s => $"{s.Variant} {s.Workgroup} {s.Groups}")))) return;
            kernels = [.. plan.Steps.Where(s => s.Operator >= 0).Select(s => $"{s.Variant}")];
            using var session = Session.Create(layer.Graph, planned, configuration.OptionsOf(layer));
            var difference = TensorDifference.Compare(
                layer.Graph.Tensors[layer.Operator.Output], expected, Output(session, layer),
                Tolerances.OfOperator(configuration.Floats), layer.Magnitude);
            Add(difference, null, isSkipped: false);
        }
        catch (GpuNetException e)
        {
            Add(null, e.Message, isSkipped: ExceedsTextures(layer, configuration));
        }

        void Add(TensorDifference? difference, string? problem, bool isSkipped) =>
            results.Add(new LayerCaseResult(layer.Id, layer.Operator.Name, configuration, kernels, difference, problem, isSkipped));
    }

    // Where the right result is beyond the largest half, infinity is right too, and says nothing.
    private static bool FitHalves(LayerCase layer, byte[] expected)
    {
        if (layer.Graph.Tensors[layer.Operator.Output].Type != ElementType.Float32) return true;
        foreach (var value in MemoryMarshal.Cast<byte, float>(expected))
        {
            if (MathF.Abs(value) > (float)Half.MaxValue) return false;
        }

        return true;
    }

    // A tensor that no texture array of the device can hold is beyond its limits, and no fault of a kernel.
    private bool ExceedsTextures(LayerCase layer, CaseConfiguration configuration) =>
        configuration.Storage == TensorStorage.TextureArray && layer.Graph.Tensors.Any(tensor =>
        {
            if (tensor.Shape.Rank > 4) return true;
            var extents = tensor.Shape.ToNhwc();
            return Math.Max(extents.Width, extents.Height) > device.Info.Limits.MaxTextureExtent
                || extents.Batch * extents.Slices > device.Info.Limits.MaxTextureLayers;
        });

    private static byte[] Output(Session session, LayerCase layer)
    {
        for (var i = 0; i < session.Inputs.Count; i++) session.Inputs[i].WriteBytes(layer.Inputs[i]);
        session.Run();
        var bytes = new byte[session.Outputs[0].Tensor.ByteLength];
        session.Outputs[0].ReadBytes(bytes);
        return bytes;
    }
}
