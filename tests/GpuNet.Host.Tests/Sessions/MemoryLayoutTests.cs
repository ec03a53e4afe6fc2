using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Host;
using GpuNet.Planning;
using GpuNet.Simplify;
using GpuNet.Testing;

namespace GpuNet.Host.Tests.Sessions;

/// <summary>What a model takes on its device, known before any of it is taken.</summary>
internal sealed class MemoryLayoutTests
{
    public static IEnumerable<string> Models =>
        SharedFiles.Exist ? Directory.GetFiles(Path.Combine(SharedFiles.Root, "models"), "*.tflite").Select(f => Path.GetFileName(f)).Order() : [];

    [Test]
    public void Activations_take_at_most_a_tenth_more_than_is_alive_at_once([ValueSource(nameof(Models))] string model, [Values(16, 256)] int alignment)
    {
        var layout = Layout(Model.Load(SharedFiles.Model(model)).Graph, alignment);
        TestContext.Out.WriteLine($"{model}: {layout.Report}");
        Assert.That(layout.Report.LargestLiveBytes, Is.Positive);
        Assert.That(layout.Report.ActivationBytes, Is.InRange(layout.Report.LargestLiveBytes, layout.Report.LargestLiveBytes * 11 / 10));
    }

    [Test]
    public void The_report_counts_weights_and_what_comes_in_and_goes_out()
    {
        using var device = Open();
        using var session = Model.Load(SharedFiles.Model("mobilenet_v1_0.25_224.tflite")).CreateSession(device);
        var memory = session.Memory;
        Assert.That(memory.TransferBytes, Is.EqualTo(session.Inputs[0].Tensor.ByteLength + session.Outputs[0].Tensor.ByteLength));
        Assert.That(memory.TotalBytes, Is.EqualTo(memory.ActivationBytes + memory.WeightBytes + memory.TransferBytes));
        var constants = session.Graph.Tensors.Where(t => t.Type == ElementType.Float32).Sum(t => t.Constant?.Length ?? 0);
        Assert.That(memory.WeightBytes, Is.InRange(constants, constants * 11 / 10), "Weights are filled up to slices, and no more.");
    }

    [Test]
    public void A_model_above_the_limit_is_refused_with_the_numbers()
    {
        using var device = Open();
        var model = Model.Load(SharedFiles.Model("mobilenet_v1_0.25_224.tflite"));
        long needed;
        using (var session = model.CreateSession(device)) needed = session.Memory.TotalBytes;

        using (var session = model.CreateSession(device, new SessionOptions { MemoryLimit = needed }))
            Assert.That(session.Memory.TotalBytes, Is.EqualTo(needed));
        Assert.That(
            () => model.CreateSession(device, new SessionOptions { MemoryLimit = needed - 1 }),
            Throws.TypeOf<DeviceException>().With.Message.Contains($"{needed} bytes").And.Message.Contains($"{needed - 1}"));
    }

    private static IDevice Open()
    {
        var backend = new HostBackend();
        return backend.Open(backend.Probe().Devices[0]);
    }

    private static MemoryLayout Layout(Graph graph, int alignment)
    {
        var info = new HostBackend().Probe().Devices[0];
        var limits = info.Limits with { StorageBufferAlignment = alignment };
        var options = PlannerOptions.For(info with { Limits = limits }, new SessionOptions { Storage = TensorStorage.Buffer });
        return new MemoryLayout(Planner.Plan(Simplifier.Run(graph, new SimplifyOptions()).Graph, options), limits, keepAll: false);
    }
}
