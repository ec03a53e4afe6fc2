using GpuNet.Backends.Tests.TestKernels;
using GpuNet.Conformance;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Shaders;

namespace GpuNet.Backends.Tests;

/// <summary>Proof that the checks can fail: kernels are made wrong on purpose, and must be caught and named.</summary>
internal abstract class FaultSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    private const int Seed = 1;

    private static readonly CaseConfiguration Plain = new(TensorStorage.Buffer, FloatStorage.Float32, PlannedFor.Gpu);

    // Kernel, constant, what is added to it, and the cases that run the kernel.
    [TestCase("QuantisedConv2D", "range_ZeroPoint", 1, "conv2d", ElementType.Int8)]
    [TestCase("QuantisedConv2D", "range_Low", 7, "conv2d", ElementType.UInt8)]
    [TestCase("QuantisedConv2D", "weightsZeroPoint", 1, "conv2d", ElementType.UInt8)]
    [TestCase("QuantisedConv2D", "outside", 1, "conv2d", ElementType.Int8)]
    [TestCase("QuantisedConv2D", "window_PadX", 1, "conv2d", ElementType.Int8)]
    [TestCase("QuantisedConv2D", "window_StrideY", 1, "conv2d", ElementType.UInt8)]
    [TestCase("QuantisedConv2D", "window_DilationX", 1, "conv2d", ElementType.Int8)]
    [TestCase("QuantisedDepthwiseConv2D", "sourceZeroPoint", 1, "depthwise", ElementType.UInt8)]
    [TestCase("QuantisedDepthwiseConv2D", "window_PadY", -1, "depthwise", ElementType.Int8)]
    [TestCase("QuantisedDepthwiseConv2D", "window_StrideX", 1, "depthwise", ElementType.Int8)]
    [TestCase("QuantisedFullyConnected", "range_ZeroPoint", -1, "fully-connected", ElementType.Int8)]
    [TestCase("QuantisedBinary", "factor_Exponent", 1, "add", ElementType.UInt8)]
    [TestCase("QuantisedBinary", "leftZeroPoint", 1, "mul", ElementType.Int8)]
    [TestCase("QuantisedMean", "sourceZeroPoint", 1, "mean", ElementType.UInt8)]
    [TestCase("QuantisedAveragePool2D", "window_PadX", 1, "average-pool", ElementType.UInt8)]
    [TestCase("Conv2D", "window_PadY", 1, "conv2d", ElementType.Float32)]
    [TestCase("Conv2D", "window_StrideX", 1, "conv2d", ElementType.Float32)]
    [TestCase("Pad", "beforeX", 1, "pad", ElementType.Float32)]
    public void A_changed_constant_is_caught_and_its_kernel_named(string kernel, string constant, int delta, string family, ElementType type) =>
        ExpectCaught(kernel, KernelFault.Add(constant, delta), family, type);

    [Test]
    public void A_kernel_that_is_wrong_is_caught_and_named() => ExpectCaught(
        "MaxPool2D", KernelFault.Swap(BrokenMaxPool2D.Descriptor), "max-pool", ElementType.Float32);

    [Test]
    public void Other_operators_pass_where_one_kernel_is_wrong()
    {
        using var faulty = new FaultyDevice(Device, "MaxPool2D", KernelFault.Swap(BrokenMaxPool2D.Descriptor));
        var results = Run(faulty, "average-pool", ElementType.Float32);
        Assert.That(results.Where(r => r.Failed).Select(r => r.Reason), Is.Empty);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void The_layer_that_diverges_first_is_named(int wrong)
    {
        // Three layers of one kernel and its neighbours: the fault is in one of them.
        var network = SmallNetwork.Create(Seed);
        string[] kernels = ["QuantisedConv2D", "QuantisedDepthwiseConv2D", "QuantisedAveragePool2D"];
        string[] constants = ["range_ZeroPoint", "window_PadX", "window_StrideX"];
        using var faulty = new FaultyDevice(new DeviceOfKind(Device, DeviceKind.DiscreteGpu), kernels[wrong], KernelFault.Add(constants[wrong], 1));
        var options = new SessionOptions { KeepAllTensors = true };
        using var session = Session.Create(network.Graph, faulty, options);
        session.Inputs[0].WriteBytes(network.Input);
        session.Run();
        var layers = new LayerComparison(session, faulty.Info, options);
        var diverging = layers.WithReference().Where(l => l.Diverges).ToList();
        Assert.That(diverging.Select(l => l.Operator.Index), Is.EqualTo(new[] { wrong }), "that layer alone: each is fed what the device itself gave");
        Assert.That(diverging[0].KernelText, Does.StartWith(kernels[wrong]));

        // Beside stored tensors the layers behind it may differ too, and the first one counts.
        using var reference = new ReferenceSession(network.Graph);
        reference.Inputs[0].WriteBytes(network.Input);
        reference.Run();
        var stored = reference.Readable.ToDictionary(t => t.Tensor.Index, t => t.Bytes());
        Assert.That(layers.WithStored(t => stored[t.Index]).First(l => l.Diverges).Operator.Index, Is.EqualTo(wrong));
    }

    protected void ExpectCaught(string kernel, KernelFault fault, string family, ElementType type)
    {
        using var faulty = new FaultyDevice(Device, kernel, fault);
        var results = Run(faulty, family, type);
        Assert.That(faulty.Faults, Is.Positive, $"{family} of {type} runs {kernel}");
        var failed = results.Where(r => r.Failed).ToList();
        Assert.That(failed, Is.Not.Empty, $"{faulty.Faults} pipelines of {kernel} were made wrong");
        Assert.That(failed.Select(r => r.Reason), Is.All.Contain(kernel).And.All.Contain("expected"));
        Assert.That(results.Where(r => r.Passed).SelectMany(r => r.Kernels).Count(), Is.LessThan(results.SelectMany(r => r.Kernels).Count()));
    }

    private static List<LayerCaseResult> Run(IDevice device, string family, ElementType type)
    {
        var runner = new LayerCaseRunner(device, [Plain], Seed);
        return [.. CaseCatalog.All.Where(id => id.Family == family && id.Type == type && id.Number < 12).SelectMany(runner.Run)];
    }
}

[Category("vulkan")]
internal sealed class VulkanFaultTests : FaultSuite<VulkanUnderTest>;

[Category("gles")]
internal sealed class GlesFaultTests : FaultSuite<GlesUnderTest>
{
    // Roundings are no late constants, but OpenGL ES takes the text.
    [TestCase("QuantisedConv2D", "low2 >> 30u", "low2 >> 29u", "conv2d", ElementType.Int8)]
    [TestCase("QuantisedConv2D", "(mask >> 1) + (x2 < 0 ? 1 : 0)", "(mask >> 1)", "conv2d", ElementType.UInt8)]
    [TestCase("QuantisedBinary", "remainder > threshold", "remainder >= threshold", "add", ElementType.Int8)]
    public void A_changed_rounding_is_caught(string kernel, string text, string by, string family, ElementType type) =>
        ExpectCaught(kernel, KernelFault.Replace(text, by), family, type);
}
