using GpuNet.Devices;
using GpuNet.Host;
using GpuNet.Kernels;
using GpuNet.Planning;
using GpuNet.Tuning;

namespace GpuNet.Host.Tests.Tuning;

/// <summary>The file of measured choices: kept, shared by several devices, and passed over where it is not sound or not for this device.</summary>
internal sealed class TuningCacheTests
{
    private readonly List<string> warnings = [];
    private string folder = "";

    private string FilePath => Path.Combine(folder, "nested", "tuning.txt");

    private static IReadOnlyList<LayerCandidate> Candidates { get; } =
    [
        new LayerCandidate(PointwiseConv2D.Descriptor, new Tile(1), TensorStorage.Buffer),
        new LayerCandidate(PointwiseConv2D.Descriptor, new Tile(4), TensorStorage.Buffer),
    ];

    [SetUp]
    public void CreateFolder()
    {
        warnings.Clear();
        folder = Directory.CreateTempSubdirectory("gpunet-tuning-").FullName;
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void What_is_saved_is_chosen_and_what_is_not_known_is_missing()
    {
        Save("one", "layer");
        var cache = Load("one");
        Assert.That(cache.Choose([0], "layer", Candidates), Is.EqualTo(1));
        Assert.That(cache.Missing, Is.Empty);
        Assert.That(cache.Choose([0], "another layer", Candidates), Is.Zero);
        Assert.That(cache.Missing, Is.EqualTo(new[] { "another layer" }));
        Assert.That(cache.IsStale, Is.False);
        Assert.That(warnings, Is.Empty);
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(FilePath)!), Has.Length.EqualTo(1), "No temporary file is left.");
    }

    [Test]
    public void A_file_serves_several_devices()
    {
        Save("one", "layer");
        Save("two", "other");
        Assert.That(Load("one").Choose([0], "layer", Candidates), Is.EqualTo(1));
        Assert.That(Load("two").Choose([0], "other", Candidates), Is.EqualTo(1));
        Assert.That(Load("two").Choose([0], "layer", Candidates), Is.Zero);
    }

    [Test]
    public void A_file_without_this_device_or_driver_is_a_warning()
    {
        Save("one", "layer");
        Assert.That(Load("two").Choose([0], "layer", Candidates), Is.Zero);
        Assert.That(Load("one", driver: "newer").Choose([0], "layer", Candidates), Is.Zero);
        Assert.That(warnings, Has.Count.EqualTo(2).And.All.Contains(FilePath));
    }

    [Test]
    public void Another_version_of_a_kernel_makes_its_entries_stale()
    {
        Save("one", "layer");
        var text = File.ReadAllText(FilePath);
        var hash = Candidates[1].Hash();
        Assert.That(text, Does.Contain(hash));
        File.WriteAllText(FilePath, text.Replace(hash, "0123456789abcdef", StringComparison.Ordinal));
        var cache = Load("one");
        Assert.That(cache.Choose([0], "layer", Candidates), Is.Zero);
        Assert.That(cache.IsStale, Is.True);
        Assert.That(cache.Missing, Is.EqualTo(new[] { "layer" }));
    }

    [TestCase("")]
    [TestCase("gpunet tuning 0\n")]
    [TestCase("gpunet tuning 1\nlayer\tPointwiseConv2D 4x1\t0\n")]
    [TestCase("gpunet tuning 1\ndevice\ta\nlayer\n")]
    [TestCase("gpunet tuning 1\ndevice\ta\ndevice\ta\n")]
    [TestCase("\0\0\0\0")]
    public void A_bad_file_is_a_warning_and_written_anew(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, text);
        var cache = Load("one");
        Assert.That(cache.Choose([0], "layer", Candidates), Is.Zero);
        Assert.That(warnings.Single(), Does.Contain(FilePath).And.Contain("not used"));
        cache.Set("layer", Candidates[1]);
        cache.Save(FilePath, warnings.Add);
        Assert.That(Load("one").Choose([0], "layer", Candidates), Is.EqualTo(1));
        Assert.That(warnings, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_path_that_cannot_be_written_is_a_warning()
    {
        File.WriteAllText(Path.Combine(folder, "nested"), "");
        var cache = TuningCache.Load(null, Info("one", "driver"), warnings.Add);
        cache.Set("layer", Candidates[1]);
        cache.Save(FilePath, warnings.Add);
        Assert.That(warnings.Single(), Does.Contain("not saved"));
    }

    private static DeviceInfo Info(string device, string driver) => new HostBackend().Probe().Devices[0] with { Name = device, Driver = driver };

    private TuningCache Load(string device, string driver = "driver") => TuningCache.Load(FilePath, Info(device, driver), warnings.Add);

    private void Save(string device, string layer)
    {
        var cache = File.Exists(FilePath) ? TuningCache.Load(FilePath, Info(device, "driver"), _ => { }) : TuningCache.Load(null, Info(device, "driver"), warnings.Add);
        cache.Set(layer, Candidates[1]);
        cache.Save(FilePath, warnings.Add);
        Assert.That(warnings, Is.Empty);
    }
}
