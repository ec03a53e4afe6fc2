using static GpuNet.MetalStandIn.Tests.Metal.ObjectiveC;

namespace GpuNet.MetalStandIn.Tests.Metal;

/// <summary>What the stand-in counts.</summary>
[TestFixture]
public sealed class CountTests
{
    [TearDown]
    public void Reset() => StandInLibrary.Reset();

    [Test]
    public void Nothing_is_left_of_a_bench()
    {
        var before = StandInLibrary.LiveObjects();
        using (var bench = new Bench())
        {
            bench.Buffer<int>([1]);
            bench.Texture(125, 4, 4, 1);
            bench.Run(commands => Send(Send(commands, "computeCommandEncoder"), "endEncoding"));
        }

        Assert.That(StandInLibrary.LiveObjects(), Is.EqualTo(before), StandInLibrary.Report());
    }

    [Test]
    public void A_leak_is_counted_by_its_class()
    {
        using var bench = new Bench();
        var before = StandInLibrary.LiveObjects("MTLBuffer");
        var leaked = Send(bench.Device, "newBufferWithLength:options:", 16, 0);
        Assert.That(StandInLibrary.LiveObjects("MTLBuffer"), Is.EqualTo(before + 1));
        Assert.That(StandInLibrary.Report(), Does.Contain($"MTLBuffer: {before + 1} alive"));
        Send(leaked, "retain");
        Release(leaked);
        Assert.That(StandInLibrary.LiveObjects("MTLBuffer"), Is.EqualTo(before + 1));
        Release(leaked);
        Assert.That(StandInLibrary.LiveObjects("MTLBuffer"), Is.EqualTo(before));
    }

    [Test]
    public void An_over_release_is_counted()
    {
        using var bench = new Bench();
        var before = StandInLibrary.OverReleases;
        var buffer = Send(bench.Device, "newBufferWithLength:options:", 16, 0);
        Release(buffer);
        Assert.That(StandInLibrary.OverReleases, Is.EqualTo(before));
        ReleaseFunction(buffer);
        Assert.That(StandInLibrary.OverReleases, Is.EqualTo(before + 1));
    }

    [Test]
    public void A_borrowed_object_lives_until_its_pool_is_drained()
    {
        using var bench = new Bench();
        var before = StandInLibrary.LiveObjects("MTLCommandBuffer");
        var pool = PushPool();
        var commands = Send(bench.Queue, "commandBuffer");
        var kept = Send(Send(bench.Queue, "commandBuffer"), "retain");
        Assert.That(commands, Is.Not.EqualTo(kept));
        Assert.That(StandInLibrary.LiveObjects("MTLCommandBuffer"), Is.EqualTo(before + 2));
        PopPool(pool);
        Assert.That(StandInLibrary.LiveObjects("MTLCommandBuffer"), Is.EqualTo(before + 1));
        Release(kept);
        Assert.That(StandInLibrary.LiveObjects("MTLCommandBuffer"), Is.EqualTo(before));
    }

    [Test]
    public void A_thread_without_a_pool_leaks()
    {
        using var bench = new Bench();
        var (before, queue) = (StandInLibrary.Unpooled, bench.Queue);
        nint leaked = 0;
        var thread = new Thread(() => leaked = Send(queue, "commandBuffer"));
        thread.Start();
        thread.Join();
        Assert.That(StandInLibrary.Unpooled, Is.EqualTo(before + 1));
        Release(leaked);
    }

    [Test]
    public void A_committed_command_buffer_keeps_what_it_uses()
    {
        using var bench = new Bench();
        StandInLibrary.Set("hold-command-buffers", 1);
        var before = StandInLibrary.LiveObjects("MTLBuffer");
        var (from, to) = (Send(bench.Device, "newBufferWithLength:options:", 16, 0), Send(bench.Device, "newBufferWithLength:options:", 16, 0));
        var commands = Send(bench.Queue, "commandBuffer");
        var encoder = Send(commands, "blitCommandEncoder");
        Copy(encoder, from, 0, to, 0, 16);
        Send(encoder, "endEncoding");
        Send(commands, "commit");
        Release(from);
        Release(to);
        Assert.That(StandInLibrary.LiveObjects("MTLBuffer"), Is.EqualTo(before + 2));
        StandInLibrary.Reset();
        Send(commands, "waitUntilCompleted");
        Assert.That(StandInLibrary.LiveObjects("MTLBuffer"), Is.EqualTo(before));
    }

    [Test]
    public void Nil_answers_zero() => Assert.That(Send(0, "anything"), Is.EqualTo((nint)0));
}
