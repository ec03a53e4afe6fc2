using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Host;
using GpuNet.Host.Tests.Simplify;
using GpuNet.Tuning;

namespace GpuNet.Host.Tests.Tuning;

/// <summary>Where the tensors of a network lie as a choice by measurement: made once, kept in the file, and no other network's.</summary>
public sealed class StorageTunerTests
{
    private string folder = "";
    private HostDevice device = null!;

    private string FilePath => Path.Combine(folder, "tuning.txt");

    private SessionOptions Measured => new() { Tuning = TuningMode.Measure, TuningFile = FilePath };

    private SessionOptions FromFile => Measured with { Tuning = TuningMode.UseFile };

    [SetUp]
    public void Open()
    {
        folder = Directory.CreateTempSubdirectory("gpunet-storage-").FullName;
        device = (HostDevice)new HostBackend().Open(new HostBackend().Probe().Devices[0]);
    }

    [TearDown]
    public void Close()
    {
        device.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void It_is_measured_once_and_kept()
    {
        var graph = Network(UnaryKind.Relu6);
        var measured = Tuner.Tune(graph, device, Measured).Options.Storage;
        Assert.That(measured, Is.Not.Null);
        Assert.That(Words(), Has.Count.EqualTo(1));
        Assert.That(Tuner.Tune(graph, device, FromFile).Options.Storage, Is.EqualTo(measured));
        var written = File.ReadAllBytes(FilePath);
        Tuner.Tune(graph, device, Measured);
        Assert.That(File.ReadAllBytes(FilePath), Is.EqualTo(written), "Nothing is measured again.");
    }

    [TestCase("buffer", TensorStorage.Buffer)]
    [TestCase("texture", TensorStorage.TextureArray)]
    [TestCase("elsewhere", TensorStorage.Buffer)]
    public void What_the_file_says_is_used_and_gives_the_same_numbers(string word, TensorStorage expected)
    {
        var graph = Network(UnaryKind.Relu6);
        Tuner.Tune(graph, device, Measured);
        File.WriteAllText(FilePath, File.ReadAllText(FilePath).Replace($"\t{Words().Single()}\t", $"\t{word}\t", StringComparison.Ordinal));
        Assert.That(Tuner.Tune(graph, device, FromFile).Options.Storage, Is.EqualTo(expected));
        Assert.That(Run(graph, FromFile), Is.EqualTo(Run(graph, new SessionOptions())));
    }

    [Test]
    public void It_is_for_one_network_and_what_the_caller_asks_for_comes_first()
    {
        Tuner.Tune(Network(UnaryKind.Relu6), device, Measured);
        File.WriteAllText(FilePath, File.ReadAllText(FilePath).Replace($"\t{Words().Single()}\t", "\ttexture\t", StringComparison.Ordinal));
        Assert.That(Tuner.Tune(Network(UnaryKind.Relu), device, FromFile).Options.Storage, Is.EqualTo(TensorStorage.Buffer));
        var asked = FromFile with { Storage = TensorStorage.Buffer };
        Assert.That(Tuner.Tune(Network(UnaryKind.Relu6), device, asked).Options.Storage, Is.EqualTo(TensorStorage.Buffer));
    }

    private static Graph Network(UnaryKind kind)
    {
        var b = new GraphBuilder();
        return b.Build(b.Unary(b.Tensor(), kind));
    }

    /// <summary>The storages in the file.</summary>
    private List<string> Words() =>
        [.. File.ReadAllLines(FilePath).Select(line => line.Split('\t')).Where(fields => fields[0].StartsWith("network ", StringComparison.Ordinal)).Select(fields => fields[1])];

    private float[] Run(Graph graph, SessionOptions options)
    {
        using var session = Session.Create(graph, device, options);
        var values = new float[session.Inputs[0].Length];
        for (var i = 0; i < values.Length; i++) values[i] = (i % 19) - 9;
        session.Inputs[0].Write<float>(values);
        session.Run();
        session.Outputs[0].Read<float>(values);
        return values;
    }
}
