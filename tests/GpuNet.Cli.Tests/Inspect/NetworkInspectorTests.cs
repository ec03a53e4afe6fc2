using GpuNet.Cli.Inspect;
using GpuNet.Cli.Tests.CommandLine;
using GpuNet.Devices;
using CommandRun = GpuNet.Cli.Tests.CommandLine.Cli;

namespace GpuNet.Cli.Tests.Inspect;

/// <summary>What is inspected is what a session does.</summary>
public sealed class NetworkInspectorTests
{
    [TestCase(TensorStorage.Buffer)]
    [TestCase(TensorStorage.TextureArray)]
    public void Memory_is_that_of_a_session(TensorStorage storage)
    {
        using var device = GpuDevices.Open("cpu");
        var model = Model.Load(DeepModel.Write(blocks: 3), "deep.tflite");
        var options = new SessionOptions { Storage = storage };
        var inspected = NetworkInspector.Inspect(model, device.Info, options);
        using var session = model.CreateSession(device, options);
        Assert.That(inspected.Memory, Is.EqualTo(new InspectedMemory(session.Memory.ActivationBytes, session.Memory.LargestLiveBytes, session.Memory.WeightBytes)));
        Assert.That(inspected.Activations.Max(a => a.Offset + a.Bytes), Is.EqualTo(session.Memory.ActivationBytes));
        Assert.That(inspected.Steps.Select(s => s.Label), Is.EqualTo(session.Profile().Select(s => s.Step)));
    }

    [Test]
    public void Times_are_told_with_the_roof_that_the_device_was_measured_to_have()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllBytes(scratch.At("deep.tflite"), DeepModel.Write(blocks: 2));
        var network = CommandRun.Run("inspect", scratch.At("deep.tflite"), "--backend", "cpu", "--profile", "--json").Json();
        var (operations, bytes) = (network.GetProperty("roof").GetProperty("operations_per_second").GetDouble(), network.GetProperty("roof").GetProperty("bytes_per_second").GetDouble());
        var step = network.GetProperty("steps")[2];
        Assert.That(step.GetProperty("name").GetString(), Is.EqualTo("DEPTHWISE_CONV_2D"));
        Assert.That(step.GetProperty("operations").GetInt64(), Is.EqualTo(2 * 9 * 8 * 8 * 8), "a multiply-add is two");
        var least = Math.Max(step.GetProperty("operations").GetInt64() / operations, step.GetProperty("bytes").GetInt64() / bytes);
        Assert.That(step.GetProperty("roof_fraction").GetDouble(), Is.EqualTo(least * 1e3 / step.GetProperty("ms").GetDouble()).Within(1e-6).Percent);
    }
}
