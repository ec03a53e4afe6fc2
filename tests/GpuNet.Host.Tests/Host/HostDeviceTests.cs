using GpuNet.Devices;

namespace GpuNet.Host.Tests;

[TestFixture]
internal sealed class HostDeviceTests : HostFixture
{
    [Test]
    public void The_backend_has_one_device_of_kind_host()
    {
        var probe = new HostBackend().Probe();
        Assert.That(probe.Devices, Has.Count.EqualTo(1));
        Assert.That(probe.Problem, Is.Null);
        Assert.That(probe.Devices[0].Kind, Is.EqualTo(DeviceKind.Host));
        Assert.That(probe.Devices[0].ToString(), Does.Contain("cpu"));
    }

    [Test]
    public void Another_backends_device_does_not_open() => Assert.That(
        () => new HostBackend().Open(Device.Info with { Backend = "vulkan" }),
        Throws.TypeOf<DeviceException>().With.Message.Contains("vulkan"));

    [Test]
    public void Saxpy_over_buffers()
    {
        float[] x = [.. Enumerable.Range(0, 1000).Select(i => (float)i)];
        var upload = Array<float>("upload", x);
        var y = Empty<float>("y", 1000);
        Record(
            new CopyBufferCommand(upload.Range!.Value, y.Range!.Value),
            new BarrierCommand(),
            Dispatch(new Saxpy(2, upload, y), new GridSize(64), new GridSize(16))).SubmitAndWait();
        Assert.That(Read<float>(y), Is.EqualTo(x.Select(v => 3 * v)));
    }

    [TestCase(TexelFormat.Float32)]
    [TestCase(TexelFormat.Float16)]
    public void Tensors_pass_from_buffer_to_texture_and_back(TexelFormat format)
    {
        var (source, destination) = (Tensor("source", format, TensorStorage.Buffer), Tensor("destination", format, TensorStorage.Buffer));
        var texture = Tensor("texture", format, TensorStorage.TextureArray);
        var bytes = new byte[source.ByteLength];
        new Random(1).NextBytes(bytes);

        // Halves and floats of which none is a NaN, whose bits a conversion may change.
        for (var i = 1; i < bytes.Length; i += 2) bytes[i] &= 0x3F;
        source.Bind(Own(Device.CreateBuffer("source", source.ByteLength, BufferPlacement.Upload)), 0);
        source.Range!.Value.Buffer.Write(bytes, 0);
        destination.Bind(Own(Device.CreateBuffer("destination", source.ByteLength, BufferPlacement.Readback)), 0);
        texture.Bind(Own(Device.CreateTexture("texture", 5, 3, 2, format)));
        var (workgroup, groups) = (new GridSize(4, 4), new GridSize(2, 1, 2));
        Record(
            Dispatch(new CopyTensor(source, texture), workgroup, groups),
            new BarrierCommand(),
            Dispatch(new CopyTensor(texture, destination), workgroup, groups)).SubmitAndWait();
        Assert.That(Read<byte>(destination), Is.EqualTo(bytes));
    }

    [Test]
    public void A_texture_is_filled_in_the_order_of_a_buffer()
    {
        var texture = Tensor("texture", TexelFormat.Float32, TensorStorage.TextureArray);
        texture.Bind(Own(Device.CreateTexture("texture", 5, 3, 2, TexelFormat.Float32)));
        float[] texels = [.. Enumerable.Range(0, 5 * 3 * 2 * 4).Select(i => (float)i)];
        var upload = Array<float>("upload", texels);
        var read = Tensor("read", TexelFormat.Float32, TensorStorage.Buffer);
        read.Bind(Own(Device.CreateBuffer("read", read.ByteLength, BufferPlacement.Readback)), 0);
        Record(
            new CopyToTextureCommand(upload.Range!.Value, texture.Texture!),
            new BarrierCommand(),
            Dispatch(new CopyTensor(texture, read), new GridSize(5, 3), new GridSize(1, 1, 2))).SubmitAndWait();
        Assert.That(Read<float>(read), Is.EqualTo(texels));
    }

    [Test]
    public void Every_invocation_of_the_grid_runs_once()
    {
        var output = Empty<int>("output", 6 * 4 * 2);
        Run(new WritePosition(output, 6, 4), new GridSize(3, 2), new GridSize(2, 2, 2));
        var expected = from z in Enumerable.Range(0, 2) from y in Enumerable.Range(0, 4) from x in Enumerable.Range(0, 6) select (100 * z) + (10 * y) + x;
        Assert.That(Read<int>(output), Is.EqualTo(expected));
    }

    [Test]
    public void A_profile_has_a_time_for_each_command_and_none_for_barriers()
    {
        var y = Empty<float>("y", 100_000);
        var x = Empty<float>("x", 100_000);
        var saxpy = Dispatch(new Saxpy(2, x, y), new GridSize(64), new GridSize(1600));
        var times = Record(saxpy, new BarrierCommand(), saxpy).Profile();
        Assert.That(times, Has.Length.EqualTo(3));
        Assert.That(times[0], Is.GreaterThan(0));
        Assert.That(times[1], Is.Zero);
        Assert.That(times[2], Is.GreaterThan(0).And.LessThan(60_000_000_000));
    }

    [Test]
    public void Several_threads_use_one_device()
    {
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            var x = Array<float>("x", [.. Enumerable.Repeat((float)thread, 777)]);
            var upload = Array<float>("zeros", new float[777]);
            var y = Empty<float>("y", 777);
            var list = Record(
                new CopyBufferCommand(upload.Range!.Value, y.Range!.Value),
                new BarrierCommand(),
                Dispatch(new Saxpy(3, x, y), new GridSize(32), new GridSize(25)));
            for (var run = 0; run < 20; run++)
            {
                list.SubmitAndWait();
                Assert.That(Read<float>(y), Is.All.EqualTo(3f * thread));
            }
        });
    }

    [Test]
    public void A_hundred_runs_leave_no_threads_and_no_memory_behind()
    {
        var source = Array<int>("source", [.. Enumerable.Range(0, 64)]);
        var sums = Empty<int>("sums", 4);
        var list = Record(Dispatch(new SumGroups(source, sums, barriers: true), new GridSize(16), new GridSize(4)));
        for (var run = 0; run < 5; run++) list.SubmitAndWait();
        var threads = ThreadCount();
        var bytes = GC.GetTotalMemory(forceFullCollection: true);
        for (var run = 0; run < 100; run++) list.SubmitAndWait();

        // The thread pool may add a worker or two of its own in the meantime; a leak would add 16 each run.
        Assert.That(ThreadCount(), Is.LessThanOrEqualTo(threads + 8));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true), Is.LessThan(bytes + 64_000));
    }

    [Test]
    public void A_busy_thread_pool_blocks_no_dispatch()
    {
        using var release = new ManualResetEventSlim();
        using var blocked = new CountdownEvent(64);
        for (var i = 0; i < blocked.InitialCount; i++) ThreadPool.UnsafeQueueUserWorkItem(_ => Block(), null);
        var y = Empty<float>("y", 64 * 100);
        var list = Record(Dispatch(new Saxpy(2, y, y), new GridSize(64), new GridSize(100)));
        list.Submit();
        var ended = Task.Factory.StartNew(list.Wait, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        // Were it to wait, it would do so for ever.
        var inTime = ended.Wait(TimeSpan.FromMinutes(1));
        release.Set();
        blocked.Wait();
        Assert.That(inTime, "the dispatch waited for a thread of the pool");

        void Block()
        {
            release.Wait();
            blocked.Signal();
        }
    }

    [Test]
    public void Submit_allocates_nothing()
    {
        var y = Empty<float>("y", 4);
        var list = Record(Dispatch(new Saxpy(2, y, y), new GridSize(4), new GridSize(1)));
        for (var run = 0; run < 50; run++) list.SubmitAndWait();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < 50; run++) list.SubmitAndWait();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Disposing_the_device_twice_is_harmless_and_ends_it()
    {
        var list = Device.Record([new BarrierCommand()]);
        Device.Dispose();
        Device.Dispose();
        Assert.That(() => Device.CreateBuffer("late", 4, BufferPlacement.Device), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(list.Submit, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(list.Wait, Throws.Nothing);
    }

    private static int ThreadCount()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    private static DeviceTensor Tensor(string name, TexelFormat format, TensorStorage storage) => new(name, 5, 3, 2, format, storage);
}

internal static class CommandListExtensions
{
    public static void SubmitAndWait(this ICommandList list)
    {
        list.Submit();
        list.Wait();
    }
}
