using System.Collections.Concurrent;
using GpuNet.Backends.Vulkan;

namespace GpuNet.Vulkan.Tests;

internal sealed class PipelineCacheTests
{
    private string directory = "";

    private string CachePath => Path.Combine(directory, "nested", "pipelines.bin");

    private string CacheFolder => Path.Combine(directory, "nested");

    [SetUp]
    public void CreateDirectory() => directory = Directory.CreateTempSubdirectory("gpunet-vulkan-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(directory, recursive: true);

    [Test]
    public void What_is_saved_is_loaded()
    {
        var (file, data) = (CacheFile(), DriverData());
        Assert.That(file.Load(out _), Is.Null, "There is no file yet.");
        file.Save(data);
        Assert.That(file.Load(out _), Is.EqualTo(data));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(CachePath)!), Has.Length.EqualTo(1), "No temporary file is left.");
    }

    [Test]
    public void Damage_anywhere_is_noticed()
    {
        CacheFile().Save(DriverData());
        var bytes = File.ReadAllBytes(CachePath);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x10;
            File.WriteAllBytes(CachePath, bytes);
            Assert.That(CacheFile().Load(out _), Is.Null, $"byte {i}");
            bytes[i] ^= 0x10;
        }

        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(CachePath, bytes.AsSpan(0, length));
            Assert.That(CacheFile().Load(out _), Is.Null, $"cut to {length} bytes");
        }
    }

    [Test]
    public void The_file_of_another_device_or_driver_is_ignored()
    {
        CacheFile().Save(DriverData());
        Assert.That((CacheFile() with { VendorId = 1 }).Load(out _), Is.Null);
        Assert.That((CacheFile() with { DeviceId = 1 }).Load(out _), Is.Null);
        Assert.That((CacheFile() with { CacheUuid = new byte[16] }).Load(out var isForeign), Is.Null);
        Assert.That(isForeign, Is.True);
        Assert.That(CacheFile().Load(out isForeign), Is.Not.Null);
        Assert.That(isForeign, Is.False);
    }

    [Test]
    public void A_device_saves_its_cache_and_takes_a_bad_one_for_none_with_a_message([Values] bool damaged)
    {
        CreatePipelineWithCache(CacheFolder, []);
        var path = Directory.GetFiles(CacheFolder).Single();
        var saved = File.ReadAllBytes(path);
        Assert.That(saved, Has.Length.GreaterThanOrEqualTo(48));
        if (damaged) File.WriteAllText(path, "not a pipeline cache, and long enough to be one: " + new string('x', 100));

        var messages = new ConcurrentQueue<string>();
        CreatePipelineWithCache(CacheFolder, messages);
        if (damaged) Assert.That(messages.Single(), Does.Contain(path).And.Contain("damaged"));
        else Assert.That(messages, Is.Empty);
        Assert.That(File.ReadAllBytes(path).AsSpan(0, 8).SequenceEqual(saved.AsSpan(0, 8)), Is.True);
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_a_message()
    {
        var messages = new ConcurrentQueue<string>();
        var blocked = Path.Combine(directory, "file");
        File.WriteAllText(blocked, "");
        CreatePipelineWithCache(blocked, messages);
        Assert.That(messages, Has.Count.EqualTo(1));
        Assert.That(messages, Has.One.Contains("is not saved"));
    }

    private static void CreatePipelineWithCache(string folder, ConcurrentQueue<string> messages)
    {
        var backend = new VulkanBackend(new VulkanOptions { CacheFolder = folder, OnMessage = messages.Enqueue });
        using var device = backend.Open(backend.Probe().Devices[0]);
        using var pipeline = device.CreatePipeline(Scale.Request());
    }

    private static byte[] DriverData()
    {
        var data = new byte[40];
        BitConverter.TryWriteBytes(data.AsSpan(0), 32);
        BitConverter.TryWriteBytes(data.AsSpan(4), 1);
        BitConverter.TryWriteBytes(data.AsSpan(8), 0x10005);
        BitConverter.TryWriteBytes(data.AsSpan(12), 77);
        Uuid().CopyTo(data, 16);
        return data;
    }

    private static byte[] Uuid() => [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    private PipelineCacheFile CacheFile() => new(CachePath, 0x10005, 77, Uuid());
}
