using GpuNet.Devices;
using UserKernels;

namespace GpuNet.UserKernels.Tests;

/// <summary>Kernels of another project, run as a user runs them.</summary>
internal abstract class UserKernelSuite(string backend)
{
    /// <summary>A glider moves one cell right and one down every four generations, also over the edges.</summary>
    [Test]
    public void GliderCrossesTheTorus()
    {
        const int width = 13, height = 11;
        using var device = TestDevices.Open(backend);
        using var even = device.CreateArray<uint>(Glider(0, 0));
        using var odd = device.CreateArray<uint>(width * height, "odd generation");
        using var forth = device.Prepare(new LifeStep(even, odd, width, height), new GridSize(width, height));
        using var back = device.Prepare(new LifeStep(odd, even, width, height), new GridSize(width, height));
        for (var moved = 1; moved <= 15; moved++)
        {
            forth.Run();
            back.Run();
            forth.Run();
            back.Run();
            Assert.That(even.ToArray(), Is.EqualTo(Glider(moved, moved)), $"after {4 * moved} generations");
        }

        static uint[] Glider(int dx, int dy)
        {
            var cells = new uint[width * height];
            foreach (var (x, y) in new[] { (1, 0), (2, 1), (0, 2), (1, 2), (2, 2) })
                cells[((y + dy) % height * width) + ((x + dx) % width)] = 1;
            return cells;
        }
    }

    [Test]
    public void SumsEachBlock([Values(1, 63, 64, 65, 300)] int length)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var values = Enumerable.Range(0, length).Select(_ => random.Next(int.MinValue, int.MaxValue)).ToArray();
        var expected = new int[length];
        for (var i = 0; i < length; i++)
            expected[i] = unchecked(values[i] + (i % BlockPrefixSum.BlockLength == 0 ? 0 : expected[i - 1]));

        using var device = TestDevices.Open(backend);
        using var source = device.CreateArray<int>(values);
        using var sums = device.CreateArray<int>(length);
        device.Run(new BlockPrefixSum(source, sums), new GridSize(length));
        Assert.That(sums.ToArray(), Is.EqualTo(expected), $"seed {seed}");
        Assert.That(source.ToArray(), Is.EqualTo(values), $"seed {seed}");
    }

    [Test]
    public void RejectsWhatCannotRun()
    {
        using var device = TestDevices.Open(backend);
        using var array = device.CreateArray<int>(4, "four");
        using var other = device.CreateArray<int>(4);
        var kernel = new BlockPrefixSum(array, other);
        var most = device.Info.Limits.MaxWorkgroupCount;
        Assert.Multiple(() =>
        {
            Assert.That(() => device.CreateArray<int>(0), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => device.CreateArray(ReadOnlySpan<int>.Empty), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => array.Write([1, 2, 3]), Throws.ArgumentException.With.Message.StartsWith("four has 4 elements, not 3."));
            Assert.That(() => array.Read(new int[5]), Throws.ArgumentException);
            Assert.That(() => device.Run(kernel, new GridSize(0)), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => device.Run(kernel, new GridSize(4), new GridSize(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => device.Run(default(BlockPrefixSum), new GridSize(4)), Throws.ArgumentException.With.Message.Contains("values"));
            if ((long)most.Y < int.MaxValue)
                Assert.That(() => device.Run(kernel, new GridSize(4, most.Y + 1)), Throws.InstanceOf<DeviceException>());
        });
    }

    [Test]
    public void DisposedArraysAreRejected()
    {
        using var device = TestDevices.Open(backend);
        var array = device.CreateArray<int>([1, 2, 3]);
        array.Dispose();
        array.Dispose();
        Assert.That(() => array.ToArray(), Throws.InstanceOf<ObjectDisposedException>());
    }
}

[Category("vulkan")]
internal sealed class VulkanUserKernelTests() : UserKernelSuite("vulkan");

[Category("gles")]
internal sealed class GlesUserKernelTests() : UserKernelSuite("gles");

[Category("metal")]
internal sealed class MetalUserKernelTests() : UserKernelSuite("metal");

[Category("cpu")]
internal sealed class CpuUserKernelTests() : UserKernelSuite("cpu");
