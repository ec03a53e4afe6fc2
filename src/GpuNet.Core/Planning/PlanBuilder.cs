using System.Runtime.InteropServices;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using GpuNet.Shaders;
using GpuNet.Tuning;

namespace GpuNet.Planning;

/// <summary>Collects the steps of a plan while operators are planned one after another.</summary>
internal sealed class PlanBuilder(Graph graph, PlannerOptions options)
{
    private const int WordBytes = 4;

    private readonly List<PlannedStep> steps = [];
    private readonly List<PlannedConstant> constants = [];
    private readonly List<DeviceTensor> activations = [];
    private readonly List<PlannedTransfer> inputs = [];
    private readonly Dictionary<int, PlannedTransfer> outputs = [];
    private readonly Dictionary<int, DeviceTensor> tensors = [];
    private readonly Dictionary<(int Tensor, TexelFormat Format), DeviceTensor> floatConstants = [];
    private readonly Dictionary<int, DeviceTensor> halvedInputs = [];
    private readonly Dictionary<int, (int Bytes, ByteScale Scale)> keptBytes = [];
    private LayerCandidate? chosen;

    public Graph Graph { get; } = graph;

    public PlannerOptions Options { get; } = options;

    /// <summary>Reads the constants of the graph.</summary>
    public ConstantReader Constants { get; } = new(graph);

    /// <summary>The operator that is being planned; null while data is brought in or out.</summary>
    public Operator? Operator
    {
        get;
        set
        {
            field = value;
            chosen = null;
        }
    }

    /// <summary>The extents of a tensor of the graph.</summary>
    public NhwcExtents Extents(int tensor) => Graph.Tensors[tensor].Shape.ToNhwc();

    /// <summary>Whether a tensor of the graph is of bytes, signed or not.</summary>
    public bool IsBytes(int tensor) => Graph.Tensors[tensor].Type is ElementType.UInt8 or ElementType.Int8;

    /// <summary>How a tensor of bytes stands for real numbers on the device.</summary>
    public ByteQuantisation Quantisation(int tensor) => ByteQuantisation.Of(Graph.Tensors[tensor]);

    /// <summary>
    /// How the floats are stored that the current operator reads, its constants among them. A network in half floats keeps its inputs as they
    /// were given, so what reads nothing else reads 32 bits.
    /// </summary>
    public TexelFormat ReadFormat
    {
        get
        {
            var read = Operator is null ? [] : Operator.Inputs.Where(i => i >= 0 && Graph.Tensors[i].Constant is null && tensors.ContainsKey(i)).ToList();
            return read.Count > 0 && read.TrueForAll(i => tensors[i].Format == TexelFormat.Float32) ? TexelFormat.Float32 : Options.Format;
        }
    }

    /// <summary>
    /// What holds a tensor on the device, in the format that the current operator reads: an activation that was written before, or a
    /// constant, packed here.
    /// </summary>
    public DeviceTensor Source(int tensor)
    {
        if (tensors.TryGetValue(tensor, out var known))
            return Operator is null || known.Format != TexelFormat.Float32 || ReadFormat == TexelFormat.Float32 ? known : Halved(tensor);
        var extents = Extents(tensor);
        if (IsBytes(tensor))
            return tensors[tensor] = Constant(tensor, Activations.Extents(extents), wordsOfTexel: 1, () => Activations.Pack(Constants.SignedBytes(tensor), extents));
        var key = (tensor, ReadFormat);
        if (floatConstants.TryGetValue(key, out var constant)) return constant;
        return floatConstants[key] = Constant(tensor, Activations.Extents(extents), () => Activations.Pack(Constants.Floats(tensor), extents));
    }

    /// <summary>A new activation for the output of the current operator.</summary>
    public DeviceTensor Destination(int tensor) =>
        tensors[tensor] = Activation(Graph.Tensors[tensor].Name, Extents(tensor), FormatOf(tensor));

    /// <summary>A new activation that no tensor of the graph stands for.</summary>
    public DeviceTensor Activation(string name, NhwcExtents extents, TexelFormat format)
    {
        var tensor = new DeviceTensor(
            name, extents.Width, extents.Height, checked(extents.Batch * extents.Slices), format, Options.Storage);
        activations.Add(tensor);
        return tensor;
    }

    /// <summary>How the texels of a tensor of the graph are stored once it is computed.</summary>
    public TexelFormat FormatOf(int tensor) => IsBytes(tensor) ? TexelFormat.Int8 : Options.Format;

    /// <summary>Lets a tensor of the graph be what another is already.</summary>
    public void Alias(int tensor, int sameAs) => tensors[tensor] = Source(sameAs);

    /// <summary>Whether a tensor is the image of convolutions and nothing else.</summary>
    public bool IsReadByConvolutionsOnly(int tensor) => !Options.KeepAllTensors && !Graph.Outputs.Contains(tensor)
        && Graph.Operators.All(op => !op.Inputs.Contains(tensor) || (op is Graphs.Conv2D && op.Inputs.IndexOf(tensor, 1) < 0));

    /// <summary>Lets a tensor of floats stay the bytes that it is made of.</summary>
    public void KeepBytes(int tensor, int bytes, ByteScale scale) => keptBytes.Add(tensor, (bytes, scale));

    /// <summary>The bytes that a tensor of floats has stayed, and what they stand for; null if it was made.</summary>
    public (DeviceTensor Source, ByteScale Scale)? BytesOf(int tensor) =>
        keptBytes.TryGetValue(tensor, out var kept) ? (Source(kept.Bytes), kept.Scale) : null;

    /// <summary>A constant of the graph in the layout of its kernel, packed as a whole when it is uploaded.</summary>
    /// <exception cref="UnsupportedModelException">The tensor is no constant.</exception>
    public DeviceTensor Constant(int tensor, PackedExtents extents, Func<PackedTexels> pack) =>
        Constant(tensor, extents, ReadFormat, extents.Layers, _ => pack());

    /// <summary>A constant of the graph in the layout of its kernel, packed some layers at a time when it is uploaded.</summary>
    /// <exception cref="UnsupportedModelException">The tensor is no constant.</exception>
    public DeviceTensor Constant(int tensor, PackedExtents extents, Func<LayerRange, PackedTexels> pack) =>
        Constant(tensor, extents, ReadFormat, PackingMemory.LayersOfPart(extents, TexelFormat.Float32), pack);

    /// <summary>An integer constant of the graph in the layout of its kernel, packed as a whole when it is uploaded.</summary>
    /// <exception cref="UnsupportedModelException">The tensor is no constant.</exception>
    public DeviceTensor Constant(int tensor, PackedExtents extents, int wordsOfTexel, Func<PackedWords> pack) =>
        Constant(tensor, extents, FormatOfWords(wordsOfTexel), extents.Layers, _ => pack());

    /// <summary>An integer constant of the graph in the layout of its kernel, packed some layers at a time when it is uploaded.</summary>
    /// <exception cref="UnsupportedModelException">The tensor is no constant.</exception>
    public DeviceTensor Constant(int tensor, PackedExtents extents, int wordsOfTexel, Func<LayerRange, PackedWords> pack)
    {
        var format = FormatOfWords(wordsOfTexel);
        return Constant(tensor, extents, format, PackingMemory.LayersOfPart(extents, format), pack);
    }

    /// <summary>Integers that are no tensor of the graph, in the layout of their kernel; <paramref name="packed"/> is disposed of.</summary>
    public DeviceTensor Constant(string name, PackedWords packed)
    {
        using var source = packed;
        var format = FormatOfWords(packed.WordsOfTexel);
        var bytes = packed.ToBytes(format).ToArray();
        return Constant(name, new PackedExtents(packed.Width, packed.Height, packed.Layers), format, take => take(0, bytes));
    }

    /// <summary>The tile of a kernel to compute the current operator with; see <see cref="Choose(IReadOnlyList{LayerCandidate})"/>.</summary>
    public Tile Choose(KernelDescriptor kernel, Tile preferred) => Choose([new LayerCandidate(kernel, preferred, Options.Storage)]).Tile;

    /// <summary>
    /// The kernel and tile to compute the current operator with: what was measured to be the fastest, or else what the planner prefers.
    /// </summary>
    /// <param name="preferred">The kernels that compute it, the preferred one first, each with its preferred tile. What other tiles
    /// they have for the layer, and shapes of workgroups, are candidates too.</param>
    public LayerCandidate Choose(IReadOnlyList<LayerCandidate> preferred)
    {
        if (Options.Chooser is not { } chooser || Operator is not { } op) return preferred[0];
        var output = Extents(op.Output);
        var candidates = new List<LayerCandidate>();
        foreach (var way in preferred)
        {
            foreach (var tile in Tiles.Candidates(way.Kernel, way.Tile, output)) candidates.Add(new LayerCandidate(way.Kernel, tile, Options.Storage) { SharesWorkgroup = way.SharesWorkgroup });
        }

        foreach (var way in candidates.Where(way => !way.SharesWorkgroup).ToList())
            candidates.AddRange(Workgroups.Others(way.Kernel.DefaultWorkgroup, Options.Limits).Select(way.In));
        if (candidates.Count == 1) return candidates[0];
        var layer = Describe(op);
        return chosen = candidates[chooser.Choose([op.Index], layer, candidates)];
    }

    /// <summary>Whether to compute two operators in one step: only where that was measured to be faster.</summary>
    public bool Fuses(Operator first, Operator second)
    {
        if (Options.FusesOperators) return true;
        if (Options.Chooser is not { } chooser) return false;
        LayerCandidate[] candidates =
        [
            LayerCandidate.Apart(Options.Storage),
            new LayerCandidate(SeparableConv2D.Descriptor, new Tile(1), Options.Storage) { SharesWorkgroup = true },
        ];
        return chooser.Choose([first.Index, second.Index], $"{Describe(first)} and {Describe(second)}", candidates) > 0;
    }

    /// <summary>Whether the device takes so many workgroups.</summary>
    public bool Allows(GridSize groups)
    {
        var most = Options.Limits.MaxWorkgroupCount;
        return groups.X <= most.X && groups.Y <= most.Y && groups.Z <= most.Z;
    }

    /// <summary>Refuses a kernel whose loops are longer than the device runs them.</summary>
    /// <param name="rounds">Rounds of all loops of one invocation.</param>
    /// <exception cref="UnsupportedModelException">They are.</exception>
    public void RequireRounds(long rounds)
    {
        if (rounds > Options.MostRounds)
            throw new UnsupportedModelException($"{Operator}: a result takes {rounds} rounds of loops, and the device's driver ends them after {Options.MostRounds}.");
    }

    /// <summary>Runs a kernel with one invocation for each point of <paramref name="grid"/>.</summary>
    public void Run(IKernel kernel, GridSize grid) =>
        Run(kernel, grid, chosen?.Kernel == kernel.Kernel ? chosen.Workgroup : kernel.Kernel.DefaultWorkgroup, inGroups: false);

    /// <summary>Runs a kernel with one workgroup for each point of <paramref name="groups"/>.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="groups">The workgroups.</param>
    /// <param name="fused">An operator that it computes beside the current one.</param>
    public void RunGroups(IKernel kernel, GridSize groups, Operator? fused = null)
    {
        Run(kernel, groups, kernel.Kernel.DefaultWorkgroup, inGroups: true);
        if (fused is not null) steps[^1] = steps[^1] with { FusedOperator = fused.Index };
    }

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
        var buffer = HostArray(source);
        inputs.Add(new PlannedTransfer(source, buffer));
        var destination = tensors[tensor] = Activation(
            source.Name, extents, IsBytes(tensor) || Options.HalvesInputs ? FormatOf(tensor) : TexelFormat.Float32);
        Run(
            IsBytes(tensor)
                ? new LoadBytesNhwc(buffer, destination, extents.Channels, extents.Slices, FlipOf(source))
                : new LoadNhwc(buffer, destination, extents.Channels, extents.Slices),
            Grid(destination));
    }

    /// <summary>Brings a tensor of the graph out to the caller.</summary>
    public void StoreOutput(int tensor)
    {
        if (outputs.ContainsKey(tensor)) return;
        var target = Graph.Tensors[tensor];
        var extents = Extents(tensor);
        var source = Source(tensor);
        var buffer = AddOutput(target).Resource;
        if (!IsBytes(tensor))
        {
            Run(new StoreNhwc(source, buffer, extents.Channels, extents.Slices), Grid(source));
            return;
        }

        var count = checked((int)target.ByteLength);
        Run(new StoreBytesNhwc(source, buffer, extents.Channels, extents.Slices, count, FlipOf(target)), new GridSize(buffer.Length));
    }

    /// <summary>Whether a tensor of the graph has a place on the device.</summary>
    public bool IsPlanned(int tensor) => tensors.ContainsKey(tensor);

    public ExecutionPlan Build()
    {
        var ordered = new List<PlannedTransfer>(outputs.Count);
        foreach (var output in Graph.Outputs)
        {
            if (outputs.Remove(output, out var transfer)) ordered.Add(transfer);
        }

        var others = outputs.Values.OrderBy(o => o.Tensor.Index);
        return new ExecutionPlan(steps, constants, activations, inputs, [.. ordered, .. others]);
    }

    /// <summary>One invocation for each texel.</summary>
    public static GridSize Grid(DeviceTensor tensor) => new(tensor.Width, tensor.Height, tensor.Layers);

    // For an operator that reads computed halves beside an input.
    private DeviceTensor Halved(int tensor)
    {
        if (halvedInputs.TryGetValue(tensor, out var known)) return known;
        var (source, extents) = (tensors[tensor], Extents(tensor));
        var halves = halvedInputs[tensor] = Activation(source.Name, extents, Options.Format);
        Run(new Kernels.Reshape(source, halves, extents.Channels, extents.Channels), Grid(halves));
        return halves;
    }

    // Equal for layers that take equally long.
    private string Describe(Operator op)
    {
        var (input, weights) = (Graph.Tensors[op.Inputs[0]].Shape, Graph.Tensors[op.Inputs[1]].Shape);
        var source = IsBytes(op.Output) ? "" : ReadFormat != Options.Format ? $" of {ReadFormat}" : Options.InHalves ? " in halves" : "";
        return $"{op.Name} {Options.Storage} {FormatOf(op.Output)}{source} {input} {weights} {Graph.Tensors[op.Output].Shape}";
    }

    private PlannedTransfer AddOutput(Tensor tensor) => outputs[tensor.Index] = new PlannedTransfer(tensor, HostArray(tensor));

    // Words: bytes four to one, and 64-bit indices in 32 bits.
    private static DeviceArray HostArray(Tensor tensor)
    {
        var count = checked((int)tensor.Shape.ElementCount);
        var isBytes = tensor.Type is ElementType.UInt8 or ElementType.Int8;
        return new DeviceArray(tensor.Name, isBytes ? (count + WordBytes - 1) / WordBytes : count, WordBytes);
    }

    private static TexelFormat FormatOfWords(int wordsOfTexel) => wordsOfTexel == 1 ? TexelFormat.Int8 : TexelFormat.Int32;

    private DeviceTensor Constant(int tensor, PackedExtents extents, TexelFormat format, int layersOfPart, Func<LayerRange, IPackedConstant> pack)
    {
        if (Graph.Tensors[tensor].Constant is null)
            throw new UnsupportedModelException($"{Operator}: {Graph.Tensors[tensor]} is computed, and here only a constant is supported.");
        return Constant(Graph.Tensors[tensor].Name, extents, format, Pack);

        void Pack(TakePart take)
        {
            var layerBytes = extents.Width * extents.Height * format.ByteLength();
            foreach (var layers in LayerRange.Split(extents.Layers, layersOfPart))
            {
                using var packed = pack(layers);
                take(layers.First * layerBytes, packed.ToBytes(format));
            }
        }
    }

    private DeviceTensor Constant(string name, PackedExtents extents, TexelFormat format, Action<TakePart> pack)
    {
        var tensor = new DeviceTensor(name, extents.Width, extents.Height, extents.Layers, format, Options.Storage);
        constants.Add(new PlannedConstant(tensor, pack));
        return tensor;
    }

    private static uint FlipOf(Tensor tensor) => tensor.Type == ElementType.UInt8 ? 0x80808080u : 0u;

    private void Run(IKernel kernel, GridSize grid, GridSize workgroup, bool inGroups)
    {
        var arguments = KernelArguments.Of(kernel);
        workgroup = Workgroups.Fit(workgroup, Options.Limits);
        var groups = inGroups ? grid : workgroup.GroupsFor(grid);
        var label = Operator is null
            ? $"{arguments.Kernel.Name} {arguments.Resources[0].Name}"
            : $"{Operator.Name} {Graph.Tensors[Operator.Output].Name}";
        if (!Allows(groups)) throw new UnsupportedModelException($"{label} needs {groups} workgroups, and the device takes {Options.Limits.MaxWorkgroupCount}.");
        var inHalves = InHalves(arguments);
        var variant = arguments.SelectVariant(!inHalves && ReadsTexels(arguments), inHalves);
        steps.Add(new PlannedStep(label, Operator?.Index ?? -1, kernel, arguments, variant, workgroup, groups));
    }

    private bool InHalves(KernelArguments arguments) => Options.InHalves && arguments.Kernel.Variants.Any(v => v.ComputesInHalves)
        && arguments.Resources.OfType<DeviceTensor>().All(t => t.Format == TexelFormat.Float16);

    private bool ReadsTexels(KernelArguments arguments)
    {
        if (!Options.ReadsTexels || Options.Storage != TensorStorage.Buffer || !arguments.Kernel.Variants.Any(v => v.ReadsTexels)) return false;
        return arguments.Resources.OfType<DeviceTensor>().All(t => t.ByteLength / t.Format.ByteLength() <= Options.Limits.MaxTexelBufferElements);
    }
}
