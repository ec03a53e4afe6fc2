using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Host;
using GpuNet.Testing;
using NUnit.Framework;

namespace GpuNet.Tests.Sessions;

/// <summary>A model whose weights stay in its file until a session packs them.</summary>
internal sealed class ModelFileTests
{
    private const string Name = "mobilenet_v1_0.25_224.tflite";
    private string path = null!;

    [SetUp]
    public void CopyModel()
    {
        path = Path.Combine(Path.GetTempPath(), $"gpunet-{Guid.NewGuid():N}.tflite");
        File.Copy(SharedFiles.Model(Name), path);
    }

    [TearDown]
    public void DeleteModel() => File.Delete(path);

    [Test]
    public void Constants_are_those_of_the_file()
    {
        var whole = Model.Load(File.ReadAllBytes(path), Name);
        foreach (var (left, read) in Model.Load(path).Graph.Tensors.Zip(whole.Graph.Tensors))
        {
            if (read.Constant is null)
            {
                Assert.That(left.Constant, Is.Null, $"{left}");
                continue;
            }

            Assert.That(left.Constant!.TryGetMemory(out _), Is.False, $"{left} is in memory");
            Assert.That(left.Constant.Read().Span.SequenceEqual(read.Constant.Read().Span), $"{left}");
        }
    }

    [Test]
    public void Runs_as_from_memory()
    {
        using var device = Open();
        Assert.That(Run(Model.Load(path), device), Is.EqualTo(Run(Model.Load(File.ReadAllBytes(path), Name), device)));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "A file that is open there goes when it is closed.")]
    public void May_be_deleted_once_it_is_loaded()
    {
        using var device = Open();
        var model = Model.Load(path);
        File.Delete(path);
        Assert.That(Run(model, device), Has.Some.Not.Zero);
    }

    [Test]
    public void Refuses_a_file_that_was_cut_off()
    {
        var model = Model.Load(path);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(100_000);
        ExpectChanged(model);
    }

    [Test]
    public void Refuses_a_file_that_was_written_to()
    {
        var model = Model.Load(path);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.WriteByte(0);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(2));
        ExpectChanged(model);
    }

    [Test]
    public void Copies_no_more_than_there_is()
    {
        var data = Model.Load(path).Graph.Tensors.First(tensor => tensor.Constant is { Length: > 100 }).Constant!;
        Assert.That(() => data.CopyTo(data.Length - 3, new byte[4]), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => data.CopyTo(-1, new byte[4]), Throws.TypeOf<ArgumentOutOfRangeException>());
        var memory = TensorData.Of(new byte[8]);
        Assert.That(() => memory.CopyTo(5, new byte[4]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private void ExpectChanged(Model model)
    {
        using var device = Open();
        Assert.That(
            () => model.CreateSession(device).Dispose(),
            Throws.TypeOf<ModelFormatException>().With.Message.Contains($"{Path.GetFileName(path)}' has changed since it was loaded"));
        Assert.That(
            () => model.CreateReferenceSession().Run(), Throws.TypeOf<ModelFormatException>().With.Message.Contains("has changed since it was loaded"));
    }

    private static IDevice Open()
    {
        var backend = new HostBackend();
        return backend.Open(backend.Probe().Devices[0]);
    }

    private static float[] Run(Model model, IDevice device)
    {
        using var session = model.CreateSession(device);
        var pixels = new float[session.Inputs[0].Tensor.Shape.ElementCount];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (i % 255 / 127.5f) - 1;
        session.Inputs[0].Write<float>(pixels);
        session.Run();
        var scores = new float[session.Outputs[0].Tensor.Shape.ElementCount];
        session.Outputs[0].Read<float>(scores);
        return scores;
    }
}
