using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Host.Tests;

/// <summary>Wrong use and limits: each is refused with a message that names what is wrong.</summary>
[TestFixture]
internal sealed class HostErrorTests : HostFixture
{
    [Test]
    public void Out_of_range_access_names_kernel_invocation_and_resource()
    {
        var x = Array<float>("x", new float[100]);
        var y = Empty<float>("y", 100);
        Assert.That(
            () => Run(new UncheckedSaxpy(1, x, y), new GridSize(64), new GridSize(2)),
            Throws.TypeOf<KernelFaultException>().With.Message.EqualTo("UncheckedSaxpy, invocation (100, 0, 0): y: index 100 lies outside 0 to 99."));
    }

    [Test]
    public void A_failure_surfaces_at_every_wait_and_the_list_runs_again()
    {
        var fail = true;
        var list = Record(Dispatch(new Scripted(Script, barriers: false), new GridSize(1), new GridSize(1)));
        list.Submit();
        Assert.That(list.Wait, Throws.TypeOf<KernelFaultException>());
        Assert.That(list.Wait, Throws.TypeOf<KernelFaultException>());
        fail = false;
        Assert.That(list.SubmitAndWait, Throws.Nothing);

        void Script(Language.Invocation at)
        {
            if (fail) throw new InvalidOperationException("boom");
        }
    }

    [Test]
    public void A_failure_that_nobody_waited_for_surfaces_at_the_next_submission()
    {
        var list = Record(Dispatch(new Scripted(_ => throw new InvalidOperationException("a\nb"), barriers: false), new GridSize(1), new GridSize(1)));
        var last = Record(new BarrierCommand());
        list.Submit();
        last.SubmitAndWait();
        Assert.That(list.Submit, Throws.TypeOf<KernelFaultException>().With.Message.EqualTo("Scripted, invocation (0, 0, 0): a b"));
    }

    [Test]
    public void A_failure_stops_the_dispatch()
    {
        var ran = 0;
        var kernel = new Scripted(_ => throw new InvalidOperationException($"{Interlocked.Increment(ref ran)}"), barriers: false);
        Assert.That(() => Run(kernel, new GridSize(8), new GridSize(1000)), Throws.TypeOf<KernelFaultException>());
        Assert.That(ran, Is.LessThanOrEqualTo(Environment.ProcessorCount));
    }

    [Test]
    public void A_list_in_flight_is_submitted_again_once_it_is_done()
    {
        using var release = new ManualResetEventSlim();
        var list = Record(Dispatch(new Scripted(_ => release.Wait(), barriers: false), new GridSize(1), new GridSize(1)));
        list.Submit();
        var again = Task.Factory.StartNew(list.Submit, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.That(again.Wait(50), Is.False);
        release.Set();
        Assert.That(again.Wait(HostCommandList.Patience), Is.True);
        Assert.That(list.Wait, Throws.Nothing);
    }

    [Test]
    public void Freed_memory_is_not_touched()
    {
        var y = Empty<float>("weights", 4);
        var list = Record(Dispatch(new Saxpy(2, y, y), new GridSize(4), new GridSize(1)));
        y.Range!.Value.Buffer.Dispose();
        Assert.That(list.SubmitAndWait, Throws.TypeOf<ObjectDisposedException>().With.Message.Contains("weights"));
    }

    [Test]
    public void A_resource_without_memory_is_refused_when_recorded()
    {
        var unbound = new DeviceArray("unbound", 4, 4);
        var dispatch = Dispatch(new Saxpy(2, unbound, unbound), new GridSize(4), new GridSize(1));
        Assert.That(() => Record(dispatch), Throws.TypeOf<ArgumentException>().With.Message.Contains("unbound"));
    }

    [Test]
    public void A_pipeline_of_another_device_is_refused()
    {
        using var other = new HostBackend().Open(Device.Info);
        var y = Empty<float>("y", 4);
        var dispatch = Dispatch(new Saxpy(2, y, y), new GridSize(4), new GridSize(1));
        Assert.That(() => other.Record([dispatch]), Throws.TypeOf<ArgumentException>().With.Message.Contains("Saxpy"));
    }

    [TestCase(1025, 1, 1)]
    [TestCase(32, 33, 1)]
    [TestCase(0, 1, 1)]
    public void A_workgroup_above_the_limit_is_refused(int x, int y, int z)
    {
        var request = new PipelineRequest(TestKernels.Describe("Big").Variants[0], [], new GridSize(x, y, z));
        Assert.That(() => Device.CreatePipeline(request), Throws.TypeOf<DeviceException>().With.Message.Contains($"{x}x{y}x{z}"));
    }

    [TestCase(16385, 1, 1)]
    [TestCase(1, 16385, 1)]
    [TestCase(1, 1, 2049)]
    public void A_texture_above_the_limit_is_refused(int width, int height, int layers) => Assert.That(
        () => Device.CreateTexture("huge", width, height, layers, TexelFormat.Float32),
        Throws.TypeOf<DeviceException>().With.Message.Contains("huge"));

    [Test]
    public void More_memory_than_there_is_is_refused() => Assert.That(
        () => Device.CreateBuffer("endless", long.MaxValue / 2, BufferPlacement.Device),
        Throws.TypeOf<DeviceException>().With.Message.Contains("endless"));

    [Test]
    public void The_host_writes_upload_buffers_and_reads_readback_buffers_only()
    {
        var buffer = Own(Device.CreateBuffer("inner", 4, BufferPlacement.Device));
        Assert.That(() => buffer.Write(new byte[4], 0), Throws.TypeOf<InvalidOperationException>().With.Message.Contains("inner"));
        Assert.That(() => buffer.Read(new byte[4], 0), Throws.TypeOf<InvalidOperationException>().With.Message.Contains("inner"));
    }

    [TestCase(0, 8, 8, 4, "do not fill")]
    [TestCase(0, 8, 4, 8, "overlap")]
    [TestCase(60, 8, 0, 8, "do not lie in")]
    [TestCase(-4, 4, 8, 4, "do not lie in")]
    public void A_copy_between_unfit_ranges_is_refused(long from, long fromLength, long to, long toLength, string reason)
    {
        var buffer = Own(Device.CreateBuffer("b", 64, BufferPlacement.Device));
        var copy = new CopyBufferCommand(new BufferRange(buffer, from, fromLength), new BufferRange(buffer, to, toLength));
        Assert.That(() => Record(copy), Throws.TypeOf<ArgumentException>().With.Message.Contains(reason));
    }
}
