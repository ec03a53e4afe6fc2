using System.Runtime.InteropServices;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using GpuNet.Shaders;

namespace GpuNet.Planning;

/// <summary>Collects the steps of a plan while operators are planned one after another.</summary>
internal sealed class PlanBuilder(Graph graph, PlannerOptions options)
{
    private const int FloatBytes = 4;

    private readonly List<PlannedStep> steps = [];
    private readonly List<PlannedConstant> constants = [];
    private readonly List<DeviceTensor> activations = [];
    private readonly List<PlannedTransfer> inputs = [];
    private readonly Dictionary<int, PlannedTransfer> outputs = [];
    private readonly Dictionary<int, DeviceTensor> tensors = [];

    public Graph Graph { get; } = graph;

    public PlannerOptions Options { get; } = options;

    /// <summary>The operator that is being planned; null while data is brought in or out.</summary>
    public Operator? Operator { get; set; }

    /// <summary>The extents of a tensor of the graph.</summary>
    public NhwcExtents Extents(int tensor) => Graph.Tensors[tensor].Shape.ToNhwc();

    /// <summary>What holds a tensor on the device: an activation that was written before, or a constant, packed here.</summary>
    public DeviceTensor Source(int tensor)
    {
        if (tensors.TryGetValue(tensor, out var known)) return known;
        var extents = Extents(tensor);
        var values = Floats(tensor);
        var packed = Activations.Pack(values.Span, extents);
        return tensors[tensor] = Constant(Graph.Tensors[tensor].Name, packed);
    }

    /// <summary>A new activation for the output of the current operator.</summary>
    public DeviceTensor Destination(int tensor) =>
        tensors[tensor] = Activation(Graph.Tensors[tensor].Name, Extents(tensor));

    /// <summary>A new activation that no tensor of the graph stands for.</summary>
    public DeviceTensor Activation(string name, NhwcExtents extents)
    {
        var tensor = new DeviceTensor(
            name, extents.Width, extents.Height, checked(extents.Batch * extents.Slices), Options.Format, Options.Storage);
        activations.Add(tensor);
        return tensor;
    }

    /// <summary>Lets a tensor of the graph be what another is already.</summary>
    public void Alias(int tensor, int sameAs) => tensors[tensor] = Source(sameAs);

    /// <summary>Constants in the layout of their kernel.</summary>
    public DeviceTensor Constant(string name, PackedTexels packed)
    {
        var tensor = new DeviceTensor(name, packed.Width, packed.Height, packed.Layers, Options.Format, Options.Storage);
        constants.Add(new PlannedConstant(tensor, () => packed.ToBytes(Options.Format)));
        return tensor;
    }

    /// <summary>The elements of a constant of floats; none for an absent one (index -1).</summary>
    /// <exception cref="UnsupportedModelException">The tensor is no constant.</exception>
    public ReadOnlyMemory<float> Floats(int tensor)
    {
        if (tensor < 0) return default;
        if (Graph.Tensors[tensor].Constant is not { } bytes)
            throw new UnsupportedModelException($"{Operator}: {Graph.Tensors[tensor]} is computed, and here only a constant is supported.");
        return MemoryMarshal.Cast<byte, float>(bytes.Span).ToArray();
    }

    /// <summary>Runs a kernel with one invocation for each point of <paramref name="grid"/>.</summary>
    public void Run(IKernel kernel, GridSize grid) => Run(kernel, grid, kernel.Kernel.DefaultWorkgroup, inGroups: false);

    /// <summary>Runs a kernel with one workgroup for each point of <paramref name="groups"/>.</summary>
    public void RunGroups(IKernel kernel, GridSize groups) => Run(kernel, groups, kernel.Kernel.DefaultWorkgroup, inGroups: true);

    /// <summary>The output of the current operator goes to the caller as it is, in a buffer of 32-bit integers.</summary>
    public DeviceArray IntegerOutput(int tensor)
    {
        var target = Graph.Tensors[tensor];
        if (!Graph.Outputs.Contains(tensor) && Graph.Operators.Any(o => o.Inputs.Contains(tensor)))
            throw new UnsupportedModelException($"{Operator}: {target} is read by another operator, and integers are only supported as outputs.");
        return AddOutput(target).Resource;
    }

    /// <summary>Brings a tensor of the graph in from the caller.</summary>
    public void LoadInput(int tensor)
    {
        var source = Graph.Tensors[tensor];
        var extents = Extents(tensor);
        var floats = new DeviceArray(source.Name, checked((int)source.Shape.ElementCount), FloatBytes);
        inputs.Add(new PlannedTransfer(source, floats));
        var destination = Destination(tensor);
        Run(new LoadNhwc(floats, destination, extents.Channels, extents.Slices), Grid(destination));
    }

    /// <summary>Brings a tensor of the graph out to the caller.</summary>
    public void StoreOutput(int tensor)
    {
        if (outputs.ContainsKey(tensor)) return;
        var extents = Extents(tensor);
        var source = Source(tensor);
        var transfer = AddOutput(Graph.Tensors[tensor]);
        Run(new StoreNhwc(source, transfer.Resource, extents.Channels, extents.Slices), Grid(source));
    }

    /// <summary>Whether a tensor of the graph has a place on the device.</summary>
    public bool IsPlanned(int tensor) => tensors.ContainsKey(tensor);

    public ExecutionPlan Build()
    {
        var ordered = Graph.Outputs.Distinct().Select(o => outputs[o]);
        var others = outputs.Where(o => !Graph.Outputs.Contains(o.Key)).OrderBy(o => o.Key).Select(o => o.Value);
        return new ExecutionPlan(steps, constants, activations, inputs, [.. ordered, .. others]);
    }

    /// <summary>One invocation for each texel.</summary>
    public static GridSize Grid(DeviceTensor tensor) => new(tensor.Width, tensor.Height, tensor.Layers);

    private PlannedTransfer AddOutput(Tensor tensor)
    {
        var array = new DeviceArray(tensor.Name, checked((int)tensor.Shape.ElementCount), FloatBytes);
        return outputs[tensor.Index] = new PlannedTransfer(tensor, array);
    }

    private void Run(IKernel kernel, GridSize grid, GridSize workgroup, bool inGroups)
    {
        var arguments = KernelArguments.Of(kernel);
        workgroup = Workgroups.Fit(workgroup, Options.Limits);
        var groups = inGroups ? grid : workgroup.GroupsFor(grid);
        var label = Operator is null
            ? $"{arguments.Kernel.Name} {arguments.Resources[0].Name}"
            : $"{Operator.Name} {Graph.Tensors[Operator.Output].Name}";
        var most = Options.Limits.MaxWorkgroupCount;
        if (groups.X > most.X || groups.Y > most.Y || groups.Z > most.Z)
            throw new DeviceException($"{label} needs {groups} workgroups, and the device takes {most}.");
        steps.Add(new PlannedStep(label, Operator?.Index ?? -1, kernel, arguments, arguments.SelectVariant(), workgroup, groups));
    }
}
