using System.Collections.Concurrent;
using GpuNet.Backends.Gles;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Gles.Tests;

/// <summary>Linked programs outlive their process, and one that is not sound never reaches the driver.</summary>
internal sealed class ProgramCacheTests
{
    private readonly ConcurrentQueue<string> warnings = [];
    private string folder = "";

    private string[] Files => Directory.GetFiles(folder, "*", SearchOption.AllDirectories);

    private string CachePath => Files.Single();

    [SetUp]
    public void CreateFolder()
    {
        warnings.Clear();
        folder = Directory.CreateTempSubdirectory("gpunet-gles-").FullName;
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_program_is_kept_and_taken_again()
    {
        Assert.That(Double(21), Is.EqualTo(42));
        RequireBinaries();
        var kept = File.ReadAllBytes(CachePath);
        var written = File.GetLastWriteTimeUtc(CachePath);
        Assert.That(Double(4), Is.EqualTo(8));
        Assert.That(File.ReadAllBytes(CachePath), Is.EqualTo(kept));
        Assert.That(File.GetLastWriteTimeUtc(CachePath), Is.EqualTo(written), "Nothing new, nothing to write.");
        Assert.That(Double(4, factor: 3), Is.EqualTo(12), "Another late constant is another program.");
        Assert.That(Files, Has.Length.EqualTo(2));
        Assert.That(warnings, Is.Empty);
    }

    [Test]
    public void A_damaged_file_is_ignored_with_a_warning_and_made_anew([Values(0, 8, 20, 60, 200, -1)] int at)
    {
        Double(1);
        RequireBinaries();
        var bytes = File.ReadAllBytes(CachePath);
        bytes[at < 0 ? ^1 : at] ^= 0x10;
        File.WriteAllBytes(CachePath, bytes);
        Assert.That(Double(21), Is.EqualTo(42));
        Assert.That(warnings.Single(), Does.Contain(CachePath).And.Contain("damaged"));
        bytes[at < 0 ? ^1 : at] ^= 0x10;
        Assert.That(File.ReadAllBytes(CachePath), Has.Length.EqualTo(bytes.Length));
        Assert.That(Double(21), Is.EqualTo(42));
        Assert.That(warnings, Has.Count.EqualTo(1));
    }

    [Test]
    public void The_file_of_another_driver_and_a_binary_that_the_driver_refuses_are_ignored([Values] bool ofThisDriver)
    {
        Double(1);
        RequireBinaries();
        var data = CacheFile.Read(CachePath, "GPUNGLC2"u8)!;

        // The length of driver and source comes first, then those, the driver's name before the source; after them the binary's format.
        if (ofThisDriver) data.AsSpan(sizeof(int) + BitConverter.ToInt32(data) + sizeof(uint)).Fill(0x5A);
        else data[sizeof(int)] ^= 1;
        CacheFile.Write(CachePath, "GPUNGLC2"u8, data);
        Assert.That(Double(21), Is.EqualTo(42));
        Assert.That(warnings, Has.Count.EqualTo(ofThisDriver ? 0 : 1));
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_a_warning()
    {
        var blocked = Path.Combine(folder, "file");
        File.WriteAllText(blocked, "");
        Assert.That(Double(21, cacheFolder: blocked), Is.EqualTo(42));
        Assert.That(warnings.All(w => w.Contains("is not saved", StringComparison.Ordinal)), Is.True);
        Assert.That(warnings, Has.Count.AtMost(1));
    }

    private void RequireBinaries()
    {
        if (Files.Length == 0) Assert.Ignore("This driver hands out no program binaries.");
    }

    /// <summary>Opens a device, multiplies a number on it with a kernel and closes it.</summary>
    private uint Double(uint number, uint factor = 2, string? cacheFolder = null)
    {
        var backend = new GlesBackend(new GlesOptions { CacheFolder = cacheFolder ?? folder, OnWarning = warnings.Enqueue });
        using var device = backend.Open(backend.Probe().Devices[0]);
        var kernel = new HandWrittenKernel(
            """
            layout(std430, binding = 0) readonly buffer Source { uint source[]; };
            layout(std430, binding = 1) writeonly buffer Result { uint result[]; };
            void main() { result[0] = source[0] * factor; }
            """,
            new GridSize(1),
            [new KernelScalar("factor", ScalarType.UInt)],
            BindingType.StorageBuffer,
            BindingType.StorageBuffer);
        using var source = device.CreateArray<uint>([number]);
        using var result = device.CreateArray<uint>(1);
        using var pipeline = kernel.Compile(device, factor);
        using var list = device.Record([kernel.Dispatch(pipeline, new GridSize(1), source.Resource, result.Resource)]);
        list.Submit();
        list.Wait();
        return result.ToArray()[0];
    }
}
