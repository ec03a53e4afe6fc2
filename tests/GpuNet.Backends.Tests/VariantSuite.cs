using System.Runtime.InteropServices;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using GpuNet.Language;
using GpuNet.Planning;
using GpuNet.Shaders;
using GpuNet.Testing;
using GpuNet.Tuning;
using UnpackTexels = GpuNet.Backends.Tests.TestKernels.UnpackTexels;

namespace GpuNet.Backends.Tests;

/// <summary>Every variant of every kernel compiles, and all of one kernel compute the same.</summary>
[Parallelizable]
internal abstract class VariantSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    // Sums of a thousand products, in another order than the reference takes.
    private const double Float32Tolerance = 4e-5;

    // Inputs and weights are rounded to 11 bits, and up to 153 products are summed; an activation that cuts the output to 1 leaves
    // that error as it is.
    private const double Float16Tolerance = 5e-3;

    // A part of the sum of the magnitudes of all products: each is of two numbers that were rounded to 11 bits, and so is every sum on the way,
    // which is seldom as large as all magnitudes.
    private const double HalfArithmeticTolerance = 8 / 2048.0;

    // Layers are random: what one draw does not reach, another does.
    private const int Draws = 8;

    // Their layers reach every tile by their extents.
    private static readonly KernelDescriptor[] TiledByPlanner =
    [
        QuantisedConv2D.Descriptor,
        QuantisedDepthwiseConv2D.Descriptor,
        QuantisedDepthwiseConv2D3x3.Descriptor,
        QuantisedFloatConv2D.Descriptor,
        QuantisedPointwiseConv2D.Descriptor,
    ];

    // The product's own cases reach every variant, which CaseCatalogTests holds them to.
    private static readonly KernelDescriptor[] WalkedByOwnCases = [ByteConv2D.Descriptor];

    private static IEnumerable<KernelDescriptor> Catalog => KernelCatalog.All;

    private static IEnumerable<TestCaseData> Tiles =>
        from backend in new[] { new TBackend() }
        from kernel in TiledKernels.All
        from values in kernel.Combinations
        from storage in Storages.All
        from readsTexels in backend.ReadsTexels && storage.Storage == TensorStorage.Buffer && kernel.Kernel.Variants.Any(v => v.ReadsTexels) ? new[] { false, true } : [false]
        select new TestCaseData(kernel, values, storage.Storage, storage.Floats, readsTexels)
            .SetArgDisplayNames(
                kernel.Kernel.Name, string.Join('x', values), readsTexels ? "Texels" : $"{storage.Storage}", $"{storage.Floats}");

    private static IEnumerable<TestCaseData> TilesInHalves =>
        from kernel in TiledKernels.All
        where kernel.Kernel.Variants.Any(v => v.ComputesInHalves)
        from values in kernel.Combinations
        from storage in Enum.GetValues<TensorStorage>()
        select new TestCaseData(kernel, values, storage).SetArgDisplayNames(kernel.Kernel.Name, string.Join('x', values), $"{storage}");

    private bool DeviceReadsTexels => Device.Info.Limits.MaxTexelBufferElements > 0;

    [TestCaseSource(nameof(Catalog))]
    public void Every_variant_compiles(KernelDescriptor kernel)
    {
        var compiled = 0;
        foreach (var variant in kernel.Variants.Where(v => (v.Features & ~Device.Info.Features) == 0 && (DeviceReadsTexels || !v.ReadsTexels)))
        {
            var constants = kernel.LateConstants.Select(Plausible).ToArray();
            Assert.That(
                () => Device.CreatePipeline(new PipelineRequest(variant, constants, kernel.DefaultWorkgroup)).Dispose(), Throws.Nothing, $"{variant}");
            compiled++;
        }

        Assert.That(compiled, Is.Positive, "variants");
    }

    [Test]
    public void Every_kernel_with_structural_parameters_is_tried_with_each_of_their_values() => Assert.That(
        KernelCatalog.All.Where(kernel => kernel.StructuralNames.Count > 0),
        Is.EquivalentTo(TiledKernels.All.Select(tiled => tiled.Kernel).Concat(TiledByPlanner).Concat(WalkedByOwnCases)),
        $"a new one goes into {nameof(TiledKernels)}, {nameof(TiledByPlanner)} or {nameof(WalkedByOwnCases)}");

    [TestCaseSource(nameof(Tiles))]
    public void Every_tile_agrees_with_the_reference(
        TiledKernel kernel, IReadOnlyList<int> values, TensorStorage storage, FloatStorage floats, bool readsTexels)
    {
        var seed = Seed();
        var tried = 0;
        var layers = kernel.Layers(new LayerFactory(seed)).Where(layer => kernel.Allows(layer, values));

        // Halves differ from floats where texels are loaded and stored, and not in how a tile is computed.
        foreach (var layer in floats == FloatStorage.Float16 ? layers.TakeLast(2) : layers)
        {
            var actual = Run(kernel, layer, values, storage, Storages.Format(floats), readsTexels);
            Compare(layer, actual, floats, $"{kernel} {string.Join('x', values)}, seed {seed}");
            tried++;
        }

        Assert.That(tried, Is.Positive, "layers");
    }

    [TestCaseSource(nameof(TilesInHalves))]
    public void Every_tile_that_computes_in_halves_agrees_with_the_reference(TiledKernel kernel, IReadOnlyList<int> values, TensorStorage storage)
    {
        var seed = Seed();
        foreach (var layer in kernel.Layers(new LayerFactory(seed)).Where(layer => kernel.Allows(layer, values)).TakeLast(3))
        {
            if (!Device.Info.Features.HasFlag(DeviceFeatures.Float16Arithmetic))
            {
                Assert.That(
                    () => Run(kernel, layer, values, storage, TexelFormat.Float16, readsTexels: false, inHalves: true),
                    Throws.TypeOf<DeviceException>().With.Message.Contains(nameof(DeviceFeatures.Float16Arithmetic)));
                continue;
            }

            var actual = Run(kernel, layer, values, storage, TexelFormat.Float16, readsTexels: false, inHalves: true);
            var (expected, magnitudes) = (layer.Expected(), layer.Magnitudes());
            for (var i = 0; i < magnitudes.Length; i++)
            {
                Assert.That(
                    MemoryMarshal.Cast<byte, float>(actual)[i],
                    Is.EqualTo(MemoryMarshal.Cast<byte, float>(expected)[i]).Within(HalfArithmeticTolerance * magnitudes[i]),
                    $"{layer}, {kernel} {string.Join('x', values)}, element {i}, seed {seed}");
            }
        }
    }

    [Test]
    public void What_the_planner_chooses_agrees_with_the_reference(
        [Values(DeviceKind.Software, DeviceKind.DiscreteGpu)] DeviceKind kind, [Values] TensorStorage storage, [Values] bool readsTexels)
    {
        var seed = Seed();
        foreach (var layer in new LayerFactory(seed).All())
        {
            using var session = new DeviceSession(layer.Graph, new DeviceOfKind(Device, kind, readsTexels), Storages.Options(storage, FloatStorage.Float32));
            Compare(layer, layer.Run(session), FloatStorage.Float32, $"seed {seed}");
        }
    }

    [Test]
    public void Whatever_the_tuner_may_choose_agrees_with_the_reference(
        [Values(ElementType.Float32, ElementType.UInt8, ElementType.Int8)] ElementType type, [Values] TensorStorage storage)
    {
        var seed = Seed();
        var options = Storages.Options(storage, FloatStorage.Float32);
        var device = new DeviceOfKind(Device, DeviceKind.Software);
        var chooser = new LeastTried();
        foreach (var layer in new LayerFactory(seed, type).All())
        {
            do
            {
                using var session = new DeviceSession(layer.Graph, device, options, chooser);
                Compare(layer, layer.Run(session), FloatStorage.Float32, $"{chooser.Chosen}, seed {seed}");
            }
            while (chooser.HasCandidatesToTry);
        }

        Assert.That(chooser.TimesTried, Is.Not.Empty, "Some layers have several candidates.");
        Assert.That(chooser.TimesTried.Values, Has.All.AtLeast(LeastTried.Enough));
    }

    [Test]
    public void Layers_of_bytes_agree_with_the_reference_to_the_bit_in_every_tile(
        [Values(ElementType.UInt8, ElementType.Int8)] ElementType type, [Values] TensorStorage storage, [Values] bool readsTexels)
    {
        var seed = Seed();
        var options = Storages.Options(storage, FloatStorage.Float32);
        var device = new DeviceOfKind(Device, DeviceKind.Software, readsTexels);
        var used = new HashSet<KernelVariant>();
        var areTexels = PlannerOptions.For(device.Info, options).ReadsTexels && storage == TensorStorage.Buffer && device.Info.Limits.MaxTexelBufferElements > 0;
        var reachable = TiledByPlanner.SelectMany(kernel => kernel.Variants).Where(v => v.Storage == storage && v.ReadsTexels == areTexels).ToList();
        for (var draw = 0; draw < Draws && !used.IsSupersetOf(reachable); draw++)
        {
            foreach (var layer in new LayerFactory(seed + draw, type).All())
            {
                var variants = Planner.Plan(layer.Graph, PlannerOptions.For(device.Info, options)).Steps.Select(step => step.Variant).ToList();
                if (draw > 0 && used.IsSupersetOf(variants)) continue;

                used.UnionWith(variants);
                using var session = new DeviceSession(layer.Graph, device, options);
                Compare(layer, layer.Run(session), FloatStorage.Float32, $"seed {seed + draw}");
            }
        }

        Assert.That(reachable, Is.SubsetOf(used), "the layers reach every tile");
    }

    private static int Seed()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        return seed;
    }

    private static uint Plausible(KernelScalar constant) => constant.Type switch
    {
        ScalarType.Float => BitConverter.SingleToUInt32Bits(1f),
        ScalarType.Bool => 1,
        _ => 4,
    };

    private static void Compare(Layer layer, byte[] actual, FloatStorage floats, string where)
    {
        var tolerance = floats == FloatStorage.Float16 ? Float16Tolerance : Float32Tolerance;
        var comparison = Comparison.Of(layer.Output, layer.Expected(), actual, tolerance);
        Assert.That(comparison.Holds, Is.True, $"{layer}, {where}: {comparison.Message}");
    }

    /// <summary>Runs one layer of floats with one kernel; the bytes of the output, NHWC.</summary>
    private byte[] Run(TiledKernel kernel, Layer layer, IReadOnlyList<int> values, TensorStorage storage, TexelFormat format, bool readsTexels, bool inHalves = false)
    {
        using var bench = new Workbench(Device);
        var output = layer.Output.Shape.ToNhwc();
        var tensors = new TiledKernel.Tensors(
            Constant("source", Activations.Pack(MemoryMarshal.Cast<byte, float>(layer.Input), layer.InputExtents)),
            Constant("weights", kernel.Pack(layer)),
            bench.Tensor("destination", output.Width, output.Height, output.Batch * output.Slices, format, storage));
        var texels = bench.Array<Float4>("texels", output.Width * output.Height * output.Batch * output.Slices);
        var (tiled, grid) = kernel.Create(layer, tensors, values);
        bench.Run(
            bench.Dispatch(tiled, grid, readsTexels: readsTexels, inHalves: inHalves),
            new BarrierCommand(),
            bench.Dispatch(
                new UnpackTexels(tensors.Destination, texels), new GridSize(output.Width, output.Height, output.Batch * output.Slices)));
        return NhwcBytes(Workbench.Read<Float4>(texels), output);

        DeviceTensor Constant(string name, PackedTexels packed)
        {
            var tensor = bench.Tensor(name, packed.Width, packed.Height, packed.Layers, format, storage);
            bench.Fill(tensor, packed.ToBytes(format).ToArray());
            return tensor;
        }
    }

    private static byte[] NhwcBytes(Float4[] texels, NhwcExtents extents)
    {
        var elements = new List<float>();
        for (var n = 0; n < extents.Batch; n++)
        for (var y = 0; y < extents.Height; y++)
        for (var x = 0; x < extents.Width; x++)
        for (var c = 0; c < extents.Channels; c++)
        {
            var layer = (n * extents.Slices) + (c / 4);
            elements.Add(texels[(((layer * extents.Height) + y) * extents.Width) + x][c % 4]);
        }

        return MemoryMarshal.AsBytes<float>(elements.ToArray()).ToArray();
    }

    /// <summary>Takes the candidate that has been tried least so far.</summary>
    private sealed class LeastTried : ILayerChooser
    {
        public const int Enough = 2;

        private IReadOnlyList<LayerCandidate> candidates = [];

        public Dictionary<string, int> TimesTried { get; } = [];

        public string Chosen { get; private set; } = "no candidates";

        /// <summary>Whether the layer before has candidates that were not tried on enough layers.</summary>
        public bool HasCandidatesToTry => candidates.Any(c => TimesTried.GetValueOrDefault(c.Name) < Enough);

        public int Choose(IReadOnlyList<int> operators, string layer, IReadOnlyList<LayerCandidate> candidates)
        {
            this.candidates = candidates;
            var least = candidates.Index().MinBy(c => TimesTried.GetValueOrDefault(c.Item.Name));
            Chosen = least.Item.Name;
            TimesTried[Chosen] = TimesTried.GetValueOrDefault(Chosen) + 1;
            return least.Index;
        }
    }
}
