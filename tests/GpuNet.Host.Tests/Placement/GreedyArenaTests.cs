using GpuNet.Placement;

namespace GpuNet.Host.Tests.Placement;

[TestFixture]
internal sealed class GreedyArenaTests
{
    [Test]
    public void It_never_takes_more_than_the_naive_arena([ValueSource(typeof(RandomUsages), nameof(RandomUsages.Seeds))] int seed)
    {
        var usages = RandomUsages.Make(seed);
        var naive = new NaiveArena().Place(usages, 64).TotalBytes;
        Assert.That(new GreedyArena().Place(usages, 64).TotalBytes, Is.LessThanOrEqualTo(naive));
    }

    [Test]
    public void A_chain_of_depthwise_and_pointwise_convolutions_takes_the_largest_live_set()
    {
        // MobileNet v1 at 224: the output of each convolution, floats, read by the next step only.
        (int Extent, int Channels)[] outputs =
        [
            (224, 4), (112, 32), (112, 32), (112, 64), (56, 64), (56, 128), (56, 128), (56, 128), (28, 128), (28, 256), (28, 256), (28, 256),
            (14, 256), (14, 512), (14, 512), (14, 512), (14, 512), (14, 512), (14, 512), (14, 512), (14, 512), (14, 512), (14, 512), (14, 512),
            (7, 512), (7, 1024), (7, 1024), (7, 1024), (1, 1024), (1, 1004),
        ];
        var usages = outputs.Select((o, i) => new Usage(i, 4L * o.Extent * o.Extent * o.Channels, i, i + 1)).ToArray();
        AssertNearLargestLive(usages);
    }

    [Test]
    public void Inverted_residuals_take_at_most_a_tenth_more_than_the_largest_live_set()
    {
        // MobileNet v2 at 224: expansion, depthwise, projection; and a sum that keeps the block's input alive.
        (int Extent, int Stride, int Input, int Output)[] blocks =
        [
            (112, 2, 16, 24), (56, 1, 24, 24), (56, 2, 24, 32), (28, 1, 32, 32), (28, 1, 32, 32), (28, 2, 32, 64), (14, 1, 64, 64), (14, 1, 64, 64),
            (14, 1, 64, 64), (14, 1, 64, 96), (14, 1, 96, 96), (14, 1, 96, 96), (14, 2, 96, 160), (7, 1, 160, 160), (7, 1, 160, 160), (7, 1, 160, 320),
        ];
        var usages = new List<Usage> { new(0, 224 * 224 * 4, 0, 1), new(1, 112 * 112 * 32, 1, 2), new(2, 112 * 112 * 32, 2, 3) };
        var step = 3;
        Add(112 * 112 * 16, step + 1);
        foreach (var (extent, stride, input, output) in blocks)
        {
            var (area, reduced) = (extent * extent, extent / stride * (extent / stride));
            var residual = stride == 1 && input == output;
            if (residual) usages[^1] = usages[^1] with { LastStep = step + 3 };
            Add(area * input * 6, step + 1);
            Add(reduced * input * 6, step + 1);
            Add(reduced * output, step + 1);
            if (residual) Add(reduced * output, step + 1);
        }

        AssertNearLargestLive([.. usages]);

        void Add(long bytes, int last)
        {
            usages.Add(new Usage(usages.Count, bytes, step, last));
            step++;
        }
    }

    private static void AssertNearLargestLive(Usage[] usages)
    {
        var plan = new GreedyArena().Place(usages, 64);
        TestContext.Out.WriteLine($"{plan.TotalBytes} bytes for {plan.LargestLiveBytes} alive");
        Assert.That(plan.TotalBytes, Is.LessThanOrEqualTo(plan.LargestLiveBytes * 1.1));
    }
}
