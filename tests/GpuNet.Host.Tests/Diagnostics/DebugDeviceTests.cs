using System.Runtime.InteropServices;
using GpuNet.Devices;
using GpuNet.Diagnostics;
using GpuNet.Graphs;
using GpuNet.Host.Tests.Simplify;
using GpuNet.Shaders;

namespace GpuNet.Host.Tests.Diagnostics;

/// <summary>What a watched device tells, and what it notices.</summary>
internal sealed class DebugDeviceTests : HostFixture
{
    [TestCase("", DebugLevels.None)]
    [TestCase("plan", DebugLevels.Plan)]
    [TestCase(" commands, check ", DebugLevels.Commands | DebugLevels.Check)]
    [TestCase("source,,plan", DebugLevels.Source | DebugLevels.Plan)]
    [TestCase("ir", DebugLevels.Ir)]
    public void Levels_are_words_with_commas_between(string words, DebugLevels levels) =>
        Assert.That(DebugLevelNames.Parse(words), Is.EqualTo(levels));

    [Test]
    public void A_word_that_is_no_level_is_refused() => Assert.That(
        () => DebugLevelNames.Parse("plan,all"), Throws.InstanceOf<InvalidInputException>().With.Message.Contains("'all'"));

    [Test]
    public void Where_there_is_nothing_to_tell_the_device_stays_itself() =>
        Assert.That(DebugDevice.Wrap(Device, DebugLevels.Plan, TextWriter.Null), Is.SameAs(Device));

    [Test]
    public void It_tells_of_sources_and_commands_and_changes_no_result()
    {
        var log = Run(Device, DebugLevels.Source | DebugLevels.Commands | DebugLevels.Check, 3f, out var output);
        Assert.That(output, Is.All.EqualTo(3f));
        Assert.That(log, Does.Contain("#version 310 es").And.Contain("function = 0x1"));
        Assert.That(log, Does.Contain("RELU6").And.Contain("UnaryElementwise buffer-f32").And.Contain("barrier").And.Contain("in activations at 0"));
        Assert.That(log, Does.Not.Contain("no finite numbers"));
    }

    [Test]
    public void It_tells_of_the_compilers_own_form()
    {
        var log = Run(Device, DebugLevels.Ir, 3f, out _);
        Assert.That(log, Does.Contain("pipeline UnaryElementwise buffer-f32").And.Contain("kernel UnaryElementwise workgroup"));
        Assert.That(log, Does.Contain("uniform int function").And.Not.Contain("#version"));
    }

    [Test]
    public void What_is_no_number_is_named_with_the_step_that_wrote_it()
    {
        var log = Run(Device, DebugLevels.Check, float.PositiveInfinity, out _);
        Assert.That(log, Does.Contain("LoadNhwc").And.Contain("no finite numbers").And.Not.Contain("RELU6"), "a clamp makes it one again");
    }

    [Test]
    public void A_write_outside_the_outputs_is_an_error_that_names_the_step()
    {
        using var scribbling = new ScribblingDevice(Device, "RELU6");
        Assert.That(
            () => Run(scribbling, DebugLevels.Check, 1f, out _),
            Throws.InstanceOf<DeviceException>().With.Message.Contains("RELU6").And.Message.Contains("outside its outputs"));
    }

    private static string Run(IDevice device, DebugLevels levels, float value, out float[] output)
    {
        var graph = new GraphBuilder();
        var input = graph.Tensor();
        var result = graph.Relu6(input);
        using var log = new StringWriter();
        var watched = new DebugDevice(device, levels, log);
        using var session = Session.Create(graph.Build(result), watched);
        output = new float[session.Outputs[0].Length];
        System.Array.Fill(output, value);
        session.Inputs[0].Write<float>(output);
        session.Run();
        session.Outputs[0].Read<float>(output);
        return log.ToString();
    }

    /// <summary>A device with a fault: a step writes four bytes more, at the other end of the memory that it writes to.</summary>
    private sealed class ScribblingDevice(IDevice device, string label) : IDevice
    {
        private readonly List<IDisposable> owned = [];

        public DeviceInfo Info => device.Info;

        public IDeviceBuffer CreateBuffer(string name, long byteLength, BufferPlacement placement) => device.CreateBuffer(name, byteLength, placement);

        public IDeviceTexture CreateTexture(string name, int width, int height, int layers, TexelFormat format) =>
            device.CreateTexture(name, width, height, layers, format);

        public IPipeline CreatePipeline(PipelineRequest request) => device.CreatePipeline(request);

        public ICommandList Record(IReadOnlyList<DeviceCommand> commands)
        {
            if (commands is not [DispatchCommand dispatch] || !dispatch.Label.Contains(label, StringComparison.Ordinal)) return device.Record(commands);
            var written = dispatch.Resources[^1].Range!.Value;
            var ink = device.CreateBuffer("ink", sizeof(uint), BufferPlacement.Upload);
            owned.Add(ink);
            ink.Write(MemoryMarshal.AsBytes<uint>([0xdeadbeef]), 0);
            var elsewhere = new BufferRange(written.Buffer, written.Offset == 0 ? written.ByteLength : 0, sizeof(uint));
            return device.Record([dispatch, new CopyBufferCommand(new BufferRange(ink, 0, sizeof(uint)), elsewhere)]);
        }

        public void Dispose() => owned.ForEach(o => o.Dispose());
    }
}
