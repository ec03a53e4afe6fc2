using GpuNet.Placement;

namespace GpuNet.Host.Tests.Placement;

/// <summary>What every placement in an arena has to hold, over random networks. A failing case names its seed.</summary>
[TestFixture(typeof(NaiveArena))]
[TestFixture(typeof(GreedyArena))]
internal sealed class ArenaTests<TStrategy>
    where TStrategy : IArenaStrategy, new()
{
    private readonly TStrategy strategy = new();

    [Test]
    public void Tensors_that_are_alive_together_do_not_overlap([ValueSource(typeof(RandomUsages), nameof(RandomUsages.Seeds))] int seed)
    {
        var usages = RandomUsages.Make(seed);
        var alignment = 1 << (seed % 9);
        var plan = strategy.Place(usages, alignment);
        Assert.That(plan.Offsets.Keys, Is.EquivalentTo(usages.Select(usage => usage.Tensor)));
        foreach (var usage in usages)
        {
            var offset = plan.Offsets[usage.Tensor];
            Assert.That(offset % alignment, Is.Zero);
            Assert.That(offset, Is.Not.Negative);
            Assert.That(offset + usage.Bytes, Is.LessThanOrEqualTo(plan.TotalBytes));
            foreach (var other in usages)
            {
                if (other == usage || usage.LastStep < other.FirstStep || other.LastStep < usage.FirstStep) continue;
                var otherOffset = plan.Offsets[other.Tensor];
                Assert.That(
                    offset + usage.Bytes <= otherOffset || otherOffset + other.Bytes <= offset,
                    $"seed {seed}: {usage} at {offset} and {other} at {otherOffset} overlap");
            }
        }
    }

    [Test]
    public void The_largest_live_set_is_that_of_the_fullest_step([ValueSource(typeof(RandomUsages), nameof(RandomUsages.Seeds))] int seed)
    {
        var usages = RandomUsages.Make(seed);
        var plan = strategy.Place(usages, 64);
        var expected = Enumerable.Range(0, 41).Max(step => usages.Where(u => u.FirstStep <= step && step <= u.LastStep).Sum(u => u.Bytes));
        Assert.That(plan.LargestLiveBytes, Is.EqualTo(expected));
        Assert.That(plan.TotalBytes, Is.GreaterThanOrEqualTo(plan.LargestLiveBytes));
    }

    [Test]
    public void The_plan_does_not_depend_on_the_order_of_usages([ValueSource(typeof(RandomUsages), nameof(RandomUsages.Seeds))] int seed)
    {
        var usages = RandomUsages.Make(seed);
        var plan = strategy.Place(usages, 64);
        var again = strategy.Place(RandomUsages.Shuffle(usages, seed), 64);
        Assert.That(again.Offsets, Is.EquivalentTo(plan.Offsets));
        Assert.That(again.TotalBytes, Is.EqualTo(plan.TotalBytes));
    }

    [Test]
    public void Nothing_takes_nothing()
    {
        var plan = strategy.Place([], 64);
        Assert.That((plan.Offsets.Count, plan.TotalBytes, plan.LargestLiveBytes), Is.EqualTo((0, 0L, 0L)));
    }

    [Test]
    public void Unsound_usages_are_refused()
    {
        Assert.That(() => strategy.Place([new Usage(7, 0, 0, 1)], 64), Throws.ArgumentException.With.Message.Contains("Tensor 7"));
        Assert.That(() => strategy.Place([new Usage(7, 4, 2, 1)], 64), Throws.ArgumentException.With.Message.Contains("step 1"));
        Assert.That(() => strategy.Place([new Usage(7, 4, 0, 1), new Usage(7, 4, 2, 3)], 64), Throws.ArgumentException.With.Message.Contains("twice"));
        Assert.That(() => strategy.Place([], 0), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => strategy.Place([new Usage(1, long.MaxValue, 0, 0), new Usage(2, 9, 0, 0)], 64), Throws.TypeOf<OverflowException>());
    }
}
