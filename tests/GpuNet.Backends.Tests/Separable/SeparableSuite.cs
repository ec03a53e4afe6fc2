using GpuNet.Conformance;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Kernels;
using GpuNet.Planning;
using GpuNet.Simplify;
using GpuNet.Testing;

namespace GpuNet.Backends.Tests;

/// <summary>A depthwise convolution and the pointwise one behind it, computed in one step.</summary>
internal abstract class SeparableSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    private const string Network = "mobilenet_v1_0.25_224";

    // In 32 bits, and with halves between steps; none lies between the two convolutions.
    private const double Float32Tolerance = 1e-5, Float16Tolerance = 5e-3;

    private static readonly (NhwcExtents Input, int Outputs, int StrideX, int StrideY)[] Cases =
    [
        // One pixel group with a rest; several with slices for two workgroups and a rest of them; more rounds than one, and a rest of slices.
        (new(1, 3, 5, 3), 5, 1, 1),
        (new(1, 7, 9, 10), 140, 1, 1),
        (new(2, 9, 8, 37), 6, 2, 2),
        (new(3, 6, 11, 70), 9, 2, 1),
        (new(1, 2, 40, 33), 4, 1, 2),
    ];

    [Test]
    public void Agrees_with_the_reference([Values] TensorStorage storage, [Values] FloatStorage floats, [Values] bool readsTexels)
    {
        var seed = Environment.TickCount;
        foreach (var (input, outputs, strideX, strideY) in Cases)
        {
            var network = new SeparableNetwork(seed, input, outputs, strideX, strideY);
            var together = new Together();
            var options = Storages.Options(storage, floats) with { HalvesInputs = floats == FloatStorage.Float16 };
            using var session = new DeviceSession(
                network.Graph, new DeviceOfKind(Device, readsTexels ? DeviceKind.Software : DeviceKind.IntegratedGpu, readsTexels), options, together);
            using var reference = new ReferenceSession(network.Graph);
            var comparison = Comparison.Of(
                network.Graph.Tensors[6], network.Run(reference), network.Run(session), floats == FloatStorage.Float16 ? Float16Tolerance : Float32Tolerance);
            Assert.That(comparison.Holds, Is.True, $"{network}, seed {seed}: {comparison.Message}");
            Assert.That(together.Count, Is.EqualTo(1));
        }
    }

    [Test]
    public void A_network_gives_the_expected_output([Values] TensorStorage storage)
    {
        SharedFiles.Require();
        var golden = Golden.Load(Network, "cat");
        var together = new Together();
        using var session = new DeviceSession(Model.Load(golden.ModelPath).Graph, Device, Storages.Options(storage, FloatStorage.Float32), together);
        Assert.That(together.Count, Is.EqualTo(13), "blocks of MobileNet V1");
        Assert.That(session.Profile().Count(step => step.Kernel.StartsWith(nameof(SeparableConv2D), StringComparison.Ordinal)), Is.EqualTo(13));
        session.Inputs[0].WriteBytes(golden.Input.Read());
        session.Run();
        var output = session.Outputs[0];
        var expected = golden.Tensors.Single(tensor => tensor.Index == output.Tensor.Index).Read();
        var comparison = Comparison.Of(output.Tensor, expected, output.Bytes(), Tolerances.Float32Operator);
        Assert.That(comparison.Holds, Is.True, comparison.Message);
    }

    [Test]
    public void Operations_of_both_are_counted()
    {
        var network = new SeparableNetwork(1, new(1, 8, 8, 8), 12, 1, 1);
        using var apart = new DeviceSession(network.Graph, Device, new SessionOptions(), chooser: null);
        using var together = new DeviceSession(network.Graph, Device, new SessionOptions(), new Together());
        Assert.That(together.Profile().Sum(step => step.Operations), Is.EqualTo(apart.Profile().Sum(step => step.Operations)));
        Assert.That(together.Profile(), Has.Count.EqualTo(apart.Profile().Count - 1));
    }

    [Test]
    public void What_is_above_a_limit_of_the_device_for_one_step_takes_two([Values] bool ofGroups)
    {
        // 40 groups of pixels, where two steps take a few; or 16 slices, where two steps have fewer loops.
        var graph = new SeparableNetwork(1, ofGroups ? new(1, 16, 40, 8) : new(1, 8, 8, 64), 8, 1, 1).Graph;
        var options = PlannerOptions.For(Device.Info with { Kind = DeviceKind.Software }, new SessionOptions());
        var tight = ofGroups ? options with { Limits = options.Limits with { MaxWorkgroupCount = new GridSize(20, 20, 20) } } : options with { MostRounds = 30 };
        foreach (var (limits, together) in new[] { (options, 1), (tight, 0) })
        {
            var chooser = new Together();
            Planner.Plan(graph, limits with { Chooser = chooser });
            Assert.That(chooser.Count, Is.EqualTo(together));
        }
    }

    [Test]
    public void What_somebody_else_reads_is_computed_by_itself([Values] bool isOutput)
    {
        var graph = new SeparableNetwork(1, new(1, 8, 8, 8), 8, 1, 1).Graph;
        var other = graph with { Outputs = [6, 3] };
        if (!isOutput)
        {
            var sum = new Tensor(7, "sum", ElementType.Float32, graph.Tensors[3].Shape, null, null);
            other = graph with
            {
                Tensors = graph.Tensors.Add(sum),
                Operators = graph.Operators.Add(new Binary(2, [3, 3], 7, BinaryKind.Add, Activation.None)),
                Outputs = [6, 7],
            };
        }

        var together = new Together();
        Planner.Plan(Simplifier.Run(other, new SimplifyOptions()).Graph, PlannerOptions.For(Device.Info, new SessionOptions()) with { Chooser = together });
        Assert.That(together.Count, Is.Zero);
    }
}

[Category("vulkan")]
internal sealed class VulkanSeparableTests : SeparableSuite<VulkanUnderTest>;

[Category("gles")]
internal sealed class GlesSeparableTests : SeparableSuite<GlesUnderTest>;

[Category("cpu")]
internal sealed class CpuSeparableTests : SeparableSuite<CpuUnderTest>;

[Category("swiftshader")]
internal sealed class SwiftShaderSeparableTests : SeparableSuite<SwiftShaderUnderTest>;

[Category("metal")]
internal sealed class MetalSeparableTests : SeparableSuite<MetalUnderTest>;
