using GpuNet.Devices;

namespace GpuNet.Vulkan.Tests;

internal sealed class DispatchTests : VulkanFixture
{
    private static readonly float[] OneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    [Test]
    public void Specialisation_constants_and_workgroup_reach_the_kernel([Values(1, 8, 64)] int workgroup, [Values] bool negate)
    {
        using var source = Upload("source", OneToTen);
        using var target = Device.CreateBuffer("target", 40, BufferPlacement.Readback);
        using var pipeline = Device.CreatePipeline(TestKernel.ScaleRequest(length: 10, factor: 2.5f, negate, workgroup));
        Run(Scale(pipeline, Array("s", source, 0, 10), Array("t", target, 0, 10), workgroup));
        Assert.That(Floats(target), Is.EqualTo(OneToTen.Select(v => (negate ? -2.5f : 2.5f) * v)));
    }

    [Test]
    public void Ranges_of_one_buffer_are_bound_at_their_offsets()
    {
        var step = Math.Max(Device.Info.Limits.StorageBufferAlignment, 64);
        using var upload = Upload("upload", OneToTen);
        using var arena = Device.CreateBuffer("arena", 3 * step, BufferPlacement.Device);
        using var read = Device.CreateBuffer("read", 40, BufferPlacement.Readback);
        using var pipeline = Device.CreatePipeline(TestKernel.ScaleRequest(10, 3));
        Run(
            new CopyBufferCommand(All(upload), new BufferRange(arena, step, 40)),
            new BarrierCommand(),
            Scale(pipeline, Array("s", arena, step, 10), Array("t", arena, 2 * step, 10)),
            new BarrierCommand(),
            new CopyBufferCommand(new BufferRange(arena, (2 * step) + 8, 32), new BufferRange(read, 0, 32)),
            new CopyBufferCommand(new BufferRange(arena, 2 * step, 8), new BufferRange(read, 32, 8)));
        Assert.That(Floats(read), Is.EqualTo(new float[] { 9, 12, 15, 18, 21, 24, 27, 30, 3, 6 }));
    }

    [Test]
    public void A_dispatch_sees_what_one_before_the_barrier_wrote()
    {
        const int Length = 50_000;
        using var source = Upload("source", [.. Enumerable.Range(0, Length).Select(i => (float)i)]);
        using var middle = Device.CreateBuffer("middle", Length * 4, BufferPlacement.Device);
        using var target = Device.CreateBuffer("target", Length * 4, BufferPlacement.Readback);
        using var pipeline = Device.CreatePipeline(TestKernel.ScaleRequest(Length, 2, workgroup: 64));
        var (a, b, c) = (Array("a", source, 0, Length), Array("b", middle, 0, Length), Array("c", target, 0, Length));
        using var list = Device.Record([Scale(pipeline, a, b, 64), new BarrierCommand(), Scale(pipeline, b, c, 64)]);
        for (var run = 0; run < 3; run++)
        {
            list.Submit();
            list.Wait();
        }

        Assert.That(Floats(target), Is.EqualTo(Enumerable.Range(0, Length).Select(i => 4f * i)));
    }

    [Test]
    public void Lists_run_in_the_order_of_submission()
    {
        using var source = Upload("source", OneToTen);
        using var middle = Device.CreateBuffer("middle", 40, BufferPlacement.Device);
        using var target = Device.CreateBuffer("target", 40, BufferPlacement.Readback);
        using var first = Device.Record([new CopyBufferCommand(All(source), All(middle))]);
        using var second = Device.Record([new CopyBufferCommand(All(middle), All(target))]);
        first.Submit();
        second.Submit();
        second.Wait();
        Assert.That(Floats(target), Is.EqualTo(OneToTen));
    }

    [Test]
    public void Textures_are_filled_fetched_and_written([Values] TexelFormat format)
    {
        const int Width = 5, Height = 3, Layers = 4;
        var values = Enumerable.Range(0, Width * Height * Layers * 4).Select(i => i - 100f).ToArray();
        using var upload = UploadTexels(values, format);
        using var source = Device.CreateTexture("source", Width, Height, Layers, format);
        using var target = Device.CreateTexture("target", Width, Height, Layers, format);
        using var read = Device.CreateBuffer("read", values.Length * 4, BufferPlacement.Readback);
        var add = format == TexelFormat.Float32 ? TestKernel.AddOne : TestKernel.AddOneHalf;
        using var addOne = Device.CreatePipeline(add.TexelRequest(Width, Height, Layers));
        using var unpack = Device.CreatePipeline(TestKernel.Unpack.TexelRequest(Width, Height, Layers));
        var groups = new GridSize(4, 4).GroupsFor(new GridSize(Width, Height, Layers));
        Run(
            new CopyToTextureCommand(All(upload), source),
            new BarrierCommand(),
            new DispatchCommand(addOne, add, [Tensor(source), Tensor(target)], groups, "add one"),
            new BarrierCommand(),
            new DispatchCommand(unpack, TestKernel.Unpack, [Tensor(target), Array("read", read, 0, values.Length)], groups, "unpack"));
        Assert.That(Floats(read), Is.EqualTo(values.Select(v => v + 1)));
    }

    [Test]
    public void A_profile_measures_each_command_and_computes_the_same()
    {
        const int Length = 100_000;
        using var source = Upload("source", [.. Enumerable.Repeat(1f, Length)]);
        using var middle = Device.CreateBuffer("middle", Length * 4, BufferPlacement.Device);
        using var target = Device.CreateBuffer("target", Length * 4, BufferPlacement.Readback);
        using var pipeline = Device.CreatePipeline(TestKernel.ScaleRequest(Length, 2, workgroup: 64));
        using var list = Device.Record(
        [
            Scale(pipeline, Array("a", source, 0, Length), Array("b", middle, 0, Length), 64),
            new BarrierCommand(),
            new CopyBufferCommand(All(middle), All(target)),
        ]);
        for (var run = 0; run < 2; run++)
        {
            var times = list.Profile();
            Assert.That(times, Has.Length.EqualTo(3));
            Assert.That(times[0], Is.InRange(1_000, 10_000_000_000), "dispatch");
            Assert.That(times[1], Is.Zero, "barrier");
            Assert.That(times[2], Is.InRange(100, 10_000_000_000), "copy");
        }

        Assert.That(Floats(target), Is.All.EqualTo(2f));
    }

    [Test]
    public void The_wall_clock_profile_measures_each_command()
    {
        using var source = Upload("source", OneToTen);
        using var target = Device.CreateBuffer("target", 40, BufferPlacement.Readback);
        using var pipeline = Device.CreatePipeline(TestKernel.ScaleRequest(10, 2));
        var binder = new Backends.Vulkan.CommandBinder(Device, descriptors: null);
        Backends.Vulkan.CommandStep[] steps =
            [binder.Bind(new CopyBufferCommand(All(source), All(target))), binder.Bind(new BarrierCommand())];
        var profiler = new Backends.Vulkan.WallClockProfiler(Device, steps);
        var times = profiler.Run();
        profiler.Destroy();
        Assert.That(times[0], Is.Positive);
        Assert.That(times[1], Is.Zero);
        Assert.That(Floats(target), Is.EqualTo(OneToTen));
    }

    [Test]
    public void An_empty_list_runs()
    {
        using var list = Device.Record([]);
        list.Wait();
        list.Submit();
        list.Submit();
        list.Wait();
        list.Wait();
        Assert.That(list.Profile(), Is.Empty);
    }

    [Test]
    public void Submitting_and_waiting_allocate_nothing()
    {
        using var source = Upload("source", OneToTen);
        using var target = Device.CreateBuffer("target", 40, BufferPlacement.Readback);
        using var list = Device.Record([new CopyBufferCommand(All(source), All(target))]);
        Submit(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Submit(100);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Submit(int times)
        {
            for (var i = 0; i < times; i++)
            {
                list.Submit();
                list.Wait();
            }
        }
    }

    [Test]
    public void Threads_compile_record_and_run_on_one_device()
    {
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using var source = Upload($"source {i}", OneToTen);
            using var target = Device.CreateBuffer($"target {i}", 40, BufferPlacement.Readback);
            using var pipeline = Device.CreatePipeline(TestKernel.ScaleRequest(10, i));
            for (var run = 0; run < 5; run++)
                Run(Scale(pipeline, Array("s", source, 0, 10), Array("t", target, 0, 10)));
            Assert.That(Floats(target), Is.EqualTo(OneToTen.Select(v => v * i)));
        });
    }

    private static DispatchCommand Scale(IPipeline pipeline, DeviceArray source, DeviceArray target, int workgroup = 8) => new(
        pipeline, TestKernel.Scale, [source, target], new GridSize((source.Length + workgroup - 1) / workgroup), "scale");

    private static DeviceTensor Tensor(IDeviceTexture texture)
    {
        var tensor = new DeviceTensor(
            texture.Name, texture.Width, texture.Height, texture.Layers, texture.Format, TensorStorage.TextureArray);
        tensor.Bind(texture);
        return tensor;
    }

    private IDeviceBuffer UploadTexels(float[] values, TexelFormat format)
    {
        if (format == TexelFormat.Float32) return Upload("upload", values);
        var halves = values.Select(v => (Half)v).ToArray();
        var buffer = Device.CreateBuffer("upload", halves.Length * 2, BufferPlacement.Upload);
        buffer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(halves.AsSpan()), 0);
        return buffer;
    }
}
