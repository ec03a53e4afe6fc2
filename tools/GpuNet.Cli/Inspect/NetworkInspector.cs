using System.Globalization;
using GpuNet.Cli.Shaders;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Planning;
using GpuNet.Shaders;
using GpuNet.Simplify;

namespace GpuNet.Cli.Inspect;

/// <summary>Plans a network for a device, without running it, and describes the plan.</summary>
internal static class NetworkInspector
{
    /// <summary>Describes the plan of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="device">The device that it is planned for.</param>
    /// <param name="options">How a session would be made.</param>
    /// <exception cref="UnsupportedModelException">There is no kernel for some operators; the message has them all.</exception>
    public static InspectedNetwork Inspect(Model model, DeviceInfo device, SessionOptions options)
    {
        var simplified = Simplifier.Run(model.Graph, new SimplifyOptions { KeepAllTensors = options.KeepAllTensors });
        var plannerOptions = PlannerOptions.For(device, options);
        var unsupported = UnsupportedOperators.Find(simplified.Graph, plannerOptions);
        if (unsupported.Count > 0)
            throw new UnsupportedModelException($"{model.Name}: {string.Join(" ", unsupported.Select(u => u.Reason))}");

        var plan = Planner.Plan(simplified.Graph, plannerOptions);
        var layout = new MemoryLayout(plan, device.Limits, options.KeepAllTensors);
        var placement = new ActivationPlacement(plan, layout);
        var variants = plan.Steps.Select(s => s.Variant).Distinct().ToList();
        return new InspectedNetwork(
            model.Name,
            device.ToString(),
            plannerOptions.Storage == TensorStorage.Buffer ? "buffer" : "texture",
            options.FloatStorage == FloatStorage.Float16 ? "f16" : "f32",
            new InspectedMemory(layout.Report.ActivationBytes, layout.Report.LargestLiveBytes, layout.Report.WeightBytes),
            StepsOf(plan, simplified.Graph, placement),
            placement.Activations,
            variants.Select(v => v.Kernel).Distinct().ToDictionary(k => k.Name, k => new InspectedKernel(k.Source)),
            variants.ToDictionary(v => $"{v}", ShaderOf),
            simplified.Outcomes);
    }

    private static InspectedShader ShaderOf(KernelVariant variant)
    {
        var spirv = SpirvText.Of(variant);
        var lines = variant.SourceLines;
        return new InspectedShader(variant.Glsl, variant.Msl, spirv, new InspectedLines(lines.Glsl, lines.Msl, SpirvText.LinesOf(spirv, lines.Spirv)));
    }

    private static List<InspectedStep> StepsOf(ExecutionPlan plan, Graph graph, ActivationPlacement placement)
    {
        var operators = graph.Operators.ToDictionary(op => op.Index);
        var writers = new Dictionary<DeviceResource, int>(ReferenceEqualityComparer.Instance);
        var steps = new List<InspectedStep>(plan.Steps.Count);
        foreach (var step in plan.Steps)
        {
            var op = operators.GetValueOrDefault(step.Operator);
            var transfer = op is null ? TransferOf(plan, step) : null;
            var tensor = op is null ? transfer?.Tensor : graph.Tensors[op.Output];
            var sources = step.Reads.Where(writers.ContainsKey).Select(r => writers[r]).Distinct().Order().ToList();
            // An operator may take several steps: the last one does its work, the others bring its operands into shape.
            var isLast = op is not null && !plan.Steps.Skip(steps.Count + 1).Any(s => s.Operator == step.Operator);
            steps.Add(new InspectedStep(
                step.Label,
                step.Operator,
                op?.Name ?? (plan.Inputs.Contains(transfer) ? "load input" : "store output"),
                tensor?.Name ?? "",
                tensor?.Shape.Extents ?? [],
                $"{tensor?.Type}",
                op is null ? "" : OperatorText.Options(op),
                step.Variant.Kernel.Name,
                step.Variant.Name,
                $"{step.Workgroup}",
                $"{step.Groups}",
                ConstantsOf(step),
                [.. step.Arguments.Resources.Select((r, i) => ResourceOf(step.Variant.Kernel.Bindings[i].Name, r, placement))],
                sources,
                op is not null && isLast ? OperatorText.MultiplyAdds(graph, op) : 0,
                step.Arguments.Resources.Distinct().Sum(r => r.ByteLength),
                null));
            foreach (var written in step.Writes) writers[written] = steps.Count - 1;
        }

        return steps;
    }

    private static PlannedTransfer? TransferOf(ExecutionPlan plan, PlannedStep step) =>
        plan.Inputs.Concat(plan.Outputs).FirstOrDefault(t => step.Arguments.Resources.Contains(t.Resource));

    private static InspectedResource ResourceOf(string parameter, DeviceResource resource, ActivationPlacement placement) =>
        new(parameter, Shortened(resource), resource.ByteLength, placement.OffsetOf(resource));

    // A converter that fuses operators joins their names with semicolons, to hundreds of characters.
    private static string Shortened(DeviceResource resource)
    {
        var text = $"{resource}";
        var end = resource.Name.IndexOf(';', StringComparison.Ordinal);
        return end < 0 ? text : string.Concat(text.AsSpan(0, end), text.AsSpan(resource.Name.Length));
    }

    private static Dictionary<string, string> ConstantsOf(PlannedStep step)
    {
        var constants = new Dictionary<string, string>();
        var kernel = step.Variant.Kernel;
        foreach (var (scalar, bits) in kernel.Uniforms.Zip(step.Arguments.Uniforms).Concat(kernel.LateConstants.Zip(step.Arguments.LateConstants)))
        {
            constants[scalar.Name] = scalar.Type switch
            {
                ScalarType.Float => BitConverter.UInt32BitsToSingle(bits).ToString("R", CultureInfo.InvariantCulture),
                ScalarType.Int => unchecked((int)bits).ToString(CultureInfo.InvariantCulture),
                ScalarType.Bool => bits == 0 ? "false" : "true",
                _ => bits.ToString(CultureInfo.InvariantCulture),
            };
        }

        return constants;
    }
}
