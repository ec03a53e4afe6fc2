using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Host.Tests;

[TestFixture]
internal sealed class HostBarrierTests : HostFixture
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(64)]
    [TestCase(128)]
    public void A_reduction_in_shared_memory_sums_each_workgroup(int size)
    {
        const int Groups = 9;
        int[] elements = [.. Enumerable.Range(0, size * Groups).Select(i => (i * 7919) % 1000)];
        var source = Array<int>("source", elements);
        var sums = Empty<int>("sums", Groups);
        Run(new SumGroups(source, sums, barriers: true), new GridSize(size), new GridSize(Groups));
        Assert.That(Read<int>(sums), Is.EqualTo(elements.Chunk(size).Select(chunk => chunk.Sum())));
    }

    [Test]
    public void All_axes_of_a_workgroup_meet_at_the_barrier()
    {
        var counts = new int[4];
        var kernel = new Scripted(
            at =>
            {
                var seen = at.Shared<int>(24);
                seen[(((at.LocalZ * 3) + at.LocalY) * 4) + at.LocalX] = 1;
                at.Barrier();
                if (at.LocalX + at.LocalY + at.LocalZ != 0) return;
                for (var i = 0; i < 24; i++) counts[at.GroupX] += seen[i];
            },
            barriers: true);
        Run(kernel, new GridSize(4, 3, 2), new GridSize(4));
        Assert.That(counts, Is.All.EqualTo(24));
    }

    [Test, CancelAfter(20_000)]
    public void An_invocation_that_skips_the_barrier_is_found()
    {
        var kernel = new Scripted(
            at =>
            {
                if (at.LocalX != 5) at.Barrier();
            },
            barriers: true);
        Assert.That(
            () => Run(kernel, new GridSize(64), new GridSize(3)),
            Throws.TypeOf<KernelFaultException>().With.Message.Match(
                @"^Scripted, invocation \(\d+, 0, 0\): waits at a barrier, and invocation \((5|69|133), 0, 0\) of its workgroup ended"));
    }

    [Test, CancelAfter(20_000)]
    public void An_invocation_that_waits_once_more_is_found()
    {
        var kernel = new Scripted(
            at =>
            {
                at.Barrier();
                at.Barrier();
                if (at.LocalX == 0) at.Barrier();
            },
            barriers: true);
        Assert.That(
            () => Run(kernel, new GridSize(4), new GridSize(1)),
            Throws.TypeOf<KernelFaultException>().With.Message.StartsWith("Scripted, invocation (0, 0, 0): waits at a barrier, and invocation (1, 0, 0)"));
    }

    [Test, CancelAfter(20_000)]
    public void A_failure_between_barriers_releases_the_others_and_the_threads_serve_again()
    {
        for (var run = 0; run < 5; run++)
        {
            var kernel = new Scripted(
                at =>
                {
                    at.Barrier();
                    if (at.X == 17) throw new InvalidOperationException("boom");
                    at.Barrier();
                },
                barriers: true);
            Assert.That(
                () => Run(kernel, new GridSize(16), new GridSize(2)),
                Throws.TypeOf<KernelFaultException>().With.Message.EqualTo("Scripted, invocation (17, 0, 0): boom"));
            A_reduction_in_shared_memory_sums_each_workgroup(32);
        }
    }

    [Test]
    public void A_barrier_in_a_kernel_without_barriers_is_a_fault()
    {
        var source = Array<int>("source", new int[4]);
        var sums = Empty<int>("sums", 1);
        Assert.That(
            () => Run(new SumGroups(source, sums, barriers: false), new GridSize(4), new GridSize(1)),
            Throws.TypeOf<KernelFaultException>().With.Message.Contains("without barriers"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Shared_arrays_start_out_poisoned_in_every_workgroup(bool barriers)
    {
        var clean = 0;
        var kernel = new Scripted(
            at =>
            {
                var shared = at.Shared<uint>(4);
                if (shared[at.LocalX] != 0xCDCDCDCD) Interlocked.Increment(ref clean);
                shared[at.LocalX] = 0;
            },
            barriers);
        Run(kernel, new GridSize(4), new GridSize(20));
        Assert.That(clean, Is.Zero);
    }

    [Test]
    public void A_missing_barrier_shows_whichever_neighbour_is_read()
    {
        foreach (var step in (int[])[1, -1])
        {
            var poisoned = 0;
            var kernel = new Scripted(
                at =>
                {
                    var shared = at.Shared<uint>(8);
                    shared[at.LocalX] = 1;
                    if (shared[(at.LocalX + step) & 7] != 1) Interlocked.Increment(ref poisoned);
                },
                barriers: true);
            Run(kernel, new GridSize(8), new GridSize(4));
            Assert.That(poisoned, Is.GreaterThan(4));
        }
    }

    [Test]
    public void Two_shared_arrays_in_one_line_are_a_fault()
    {
        var kernel = new Scripted(at => Use(at.Shared<int>(4), at.Shared<int>(4)), barriers: false);
        Assert.That(
            () => Run(kernel, new GridSize(1), new GridSize(1)),
            Throws.TypeOf<KernelFaultException>().With.Message.Contains("more than once"));
    }

    [Test]
    public void More_shared_memory_than_every_gpu_has_is_a_fault()
    {
        var kernel = new Scripted(
            at =>
            {
                at.Shared<Float4>(1024);
                at.Shared<int>(1);
            },
            barriers: false);
        Assert.That(
            () => Run(kernel, new GridSize(1), new GridSize(1)),
            Throws.TypeOf<KernelFaultException>().With.Message.Contains("16388"));
    }

    [Test]
    public void Stack_memory_of_invocations_does_not_pile_up()
    {
        var output = Empty<int>("output", 200);
        Run(new StackUser(output), new GridSize(256), new GridSize(200));
        Assert.That(Read<int>(output), Is.EqualTo(Enumerable.Range(0, 200).Select(group => (group * 256) + 255)));
    }

    private static void Use(SharedArray<int> a, SharedArray<int> b) => a[0] = b[0];
}
