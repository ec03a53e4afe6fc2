using GpuNet.Backends.Vulkan;

namespace GpuNet.Vulkan.Tests;

internal sealed class FreeListTests
{
    [Test]
    public void Takes_the_smallest_range_that_fits()
    {
        var list = new FreeList(100);
        Assert.That(list.TryAllocate(30, 1, out var first), Is.True);
        Assert.That(list.TryAllocate(10, 1, out _), Is.True);
        Assert.That(list.TryAllocate(20, 1, out var third), Is.True);
        Assert.That(list.TryAllocate(40, 1, out _), Is.True);
        list.Free(first, 30);
        list.Free(third, 20);
        Assert.That(list.TryAllocate(15, 1, out var fit), Is.True);
        Assert.That(fit, Is.EqualTo(third));
    }

    [Test]
    public void Neighbours_grow_together()
    {
        var list = new FreeList(30);
        for (var i = 0; i < 3; i++) Assert.That(list.TryAllocate(10, 1, out _), Is.True);
        Assert.That(list.TryAllocate(1, 1, out _), Is.False);
        list.Free(0, 10);
        list.Free(20, 10);
        Assert.That(list.TryAllocate(20, 1, out _), Is.False);
        list.Free(10, 10);
        Assert.That(list.IsEmpty, Is.True);
        Assert.That(list.TryAllocate(30, 1, out _), Is.True);
    }

    [Test]
    public void Alignment_leaves_its_padding_free()
    {
        var list = new FreeList(100);
        list.TryAllocate(3, 1, out _);
        Assert.That(list.TryAllocate(10, 16, out var aligned), Is.True);
        Assert.That(aligned, Is.EqualTo(16));
        Assert.That(list.FreeBytes, Is.EqualTo(87));
        Assert.That(list.TryAllocate(13, 1, out var padding), Is.True);
        Assert.That(padding, Is.EqualTo(3));
    }

    [Test]
    public void Refuses_what_is_not_handed_out()
    {
        var list = new FreeList(100);
        list.TryAllocate(40, 1, out _);
        Assert.That(() => list.Free(50, 10), Throws.ArgumentException);
        Assert.That(() => list.Free(30, 20), Throws.ArgumentException);
        Assert.That(() => list.Free(0, 0), Throws.ArgumentException);
        Assert.That(() => list.Free(ulong.MaxValue, 2), Throws.ArgumentException);
        list.Free(0, 40);
        Assert.That(() => list.Free(0, 40), Throws.ArgumentException);
        Assert.That(() => list.TryAllocate(0, 1, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => list.TryAllocate(1, 3, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Random_use_never_overlaps_and_ends_empty([Values(1, 2, 3, 4)] int seed)
    {
        var random = new Random(seed);
        var list = new FreeList(10_000);
        var owner = new int[10_000];
        var held = new List<(ulong Offset, ulong Size)>();
        for (var step = 1; step <= 2_000; step++)
        {
            if (held.Count > 0 && random.Next(2) == 0)
            {
                var index = random.Next(held.Count);
                var (offset, size) = held[index];
                held.RemoveAt(index);
                owner.AsSpan((int)offset, (int)size).Clear();
                list.Free(offset, size);
            }
            else
            {
                var (size, alignment) = ((ulong)random.Next(1, 600), 1UL << random.Next(9));
                if (!list.TryAllocate(size, alignment, out var offset)) continue;
                Assert.That(offset % alignment, Is.Zero, $"seed {seed}, step {step}");
                var range = owner.AsSpan((int)offset, (int)size);
                Assert.That(range.IndexOfAnyExcept(0), Is.EqualTo(-1), $"seed {seed}, step {step}: overlap");
                range.Fill(step);
                held.Add((offset, size));
            }

            Assert.That(list.FreeBytes, Is.EqualTo((ulong)owner.Count(o => o == 0)), $"seed {seed}, step {step}");
        }

        foreach (var (offset, size) in held) list.Free(offset, size);
        Assert.That(list.IsEmpty, Is.True, $"seed {seed}");
    }
}
