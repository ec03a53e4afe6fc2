using GpuNet.Backends.Tests.TestKernels;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Tests;

/// <summary>Memory, copies and limits; and what happens to those who use what they may not, or no longer.</summary>
internal abstract class ResourceSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    private static readonly GridSize OnePoint = new(1);

    [Test]
    public void Copies_move_bytes_from_any_place_to_any_other()
    {
        using var bench = new Workbench(Device);
        var source = bench.Upload("source", [.. Enumerable.Range(0, 64).Select(i => BitConverter.ToUInt32([.. Bytes(4 * i, 4)]))]);
        var middle = bench.Buffer("middle", 300);
        var read = bench.Buffer("read", 64, BufferPlacement.Readback);
        bench.Run(
            new CopyBufferCommand(new BufferRange(source.Range!.Value.Buffer, 17, 50), new BufferRange(middle, 131, 50)),
            new BarrierCommand(),
            new CopyBufferCommand(new BufferRange(middle, 132, 49), new BufferRange(read, 3, 49)));
        var bytes = new byte[49];
        read.Read(bytes, 3);
        Assert.That(bytes, Is.EqualTo(Bytes(18, 49)));

        static IEnumerable<byte> Bytes(int first, int count) => Enumerable.Range(first, count).Select(i => (byte)i);
    }

    [Test]
    public void The_host_writes_and_reads_parts_of_buffers()
    {
        using var bench = new Workbench(Device);
        var upload = bench.Buffer("upload", 12, BufferPlacement.Upload);
        var read = bench.Buffer("read", 12, BufferPlacement.Readback);
        upload.Write([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 0);
        upload.Write([99, 98], 5);
        upload.Write([], 12);
        bench.Run(new CopyBufferCommand(new BufferRange(upload, 0, 12), new BufferRange(read, 0, 12)));
        var bytes = new byte[7];
        read.Read(bytes, 4);
        Assert.That(bytes, Is.EqualTo(new byte[] { 5, 99, 98, 8, 9, 10, 11 }));
    }

    [Test]
    public void The_host_reaches_only_what_was_placed_for_it()
    {
        using var bench = new Workbench(Device);
        var device = bench.Buffer("device buffer", 8);
        var upload = bench.Buffer("upload buffer", 8, BufferPlacement.Upload);
        var read = bench.Buffer("read buffer", 8, BufferPlacement.Readback);
        Assert.That(() => device.Write(new byte[1], 0), Throws.InvalidOperationException.With.Message.Contains("device buffer"));
        Assert.That(() => upload.Read(new byte[1], 0), Throws.InvalidOperationException.With.Message.Contains("upload buffer"));
        Assert.That(() => read.Write(new byte[1], 0), Throws.InvalidOperationException.With.Message.Contains("read buffer"));
        Assert.That(() => upload.Write(new byte[4], 5), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("upload buffer"));
        Assert.That(() => upload.Write(new byte[4], -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => upload.Write(new byte[4], long.MaxValue), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => read.Read(new byte[9], 0), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("read buffer"));
    }

    [Test]
    public void Sizes_below_one_are_refused()
    {
        Assert.That(() => Device.CreateBuffer("none", 0, BufferPlacement.Device), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Device.CreateBuffer("none", -1, BufferPlacement.Upload), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Device.CreateTexture("none", 0, 1, 1, TexelFormat.Float32), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Device.CreateTexture("none", 1, 1, -1, TexelFormat.Float16), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_buffer_above_all_memory_is_an_error_that_names_it() => Assert.That(
        () => Device.CreateBuffer("enormous", 1L << 50, BufferPlacement.Device),
        Throws.TypeOf<DeviceException>().With.Message.Contains("enormous"));

    [Test]
    public void A_texture_above_the_limits_is_an_error_that_names_it([Values(0, 1, 2)] int axis)
    {
        var limits = Device.Info.Limits;
        var width = axis == 0 ? limits.MaxTextureExtent + 1 : 1;
        var height = axis == 1 ? limits.MaxTextureExtent + 1 : 1;
        var layers = axis == 2 ? limits.MaxTextureLayers + 1 : 1;
        var above = Math.Max(width, Math.Max(height, layers));
        Assert.That(
            () => Device.CreateTexture("enormous", width, height, layers, TexelFormat.Float32),
            Throws.TypeOf<DeviceException>().With.Message.Contains("enormous").And.Message.Contains($"{above}"));
    }

    [TestCase(0, 1, 1)]
    [TestCase(1, -1, 1)]
    [TestCase(1 << 20, 1, 1)]
    [TestCase(1, 1, 1 << 20)]
    [TestCase(64, 64, 64)]
    public void A_workgroup_that_the_device_does_not_take_is_an_error_that_names_it(int x, int y, int z)
    {
        var variant = Scale.Descriptor.Variants[0];
        var constants = new uint[Scale.Descriptor.LateConstants.Count];
        Assert.That(
            () => Device.CreatePipeline(new PipelineRequest(variant, constants, new GridSize(x, y, z))),
            Throws.TypeOf<DeviceException>().With.Message.Contains($"{variant}").And.Message.Contains($"{x}x{y}x{z}"));
    }

    [Test]
    public void More_workgroups_than_the_device_takes_are_an_error()
    {
        using var bench = new Workbench(Device);
        var dispatch = bench.Dispatch(new Scale(bench.Upload("source", 1f), bench.Array<float>("read", 1), 1), OnePoint);
        Assert.That(
            () => Device.Record([dispatch with { Groups = new GridSize(1, int.MaxValue) }]),
            Throws.TypeOf<DeviceException>().With.Message.Contains($"1x{int.MaxValue}x1"));
    }

    [Test]
    public void Copies_that_do_not_fit_are_errors_when_they_are_recorded()
    {
        using var bench = new Workbench(Device);
        var buffer = bench.Buffer("arena", 4096);
        using var texture = Device.CreateTexture("picture", 2, 2, 1, TexelFormat.Float32);
        Refuses("16 bytes", new CopyBufferCommand(new(buffer, 0, 16), new(buffer, 64, 32)));
        Refuses("arena", new CopyBufferCommand(new(buffer, 0, 16), new(buffer, 8, 16)));
        Refuses("arena", new CopyBufferCommand(new(buffer, 4090, 16), new(buffer, 0, 16)));
        Refuses("arena", new CopyBufferCommand(new(buffer, 0, 16), new(buffer, -16, 16)));
        Refuses("arena", new CopyBufferCommand(new(buffer, long.MaxValue, 16), new(buffer, 0, 16)));
        Refuses("32", new CopyToTextureCommand(new(buffer, 0, 32), texture));

        void Refuses(string named, DeviceCommand command) =>
            Assert.That(() => Device.Record([command]), Throws.ArgumentException.With.Message.Contains(named));
    }

    [Test]
    public void A_resource_without_memory_is_an_error_when_it_is_recorded()
    {
        using var bench = new Workbench(Device);
        var homeless = new DeviceArray("homeless", 1, 4);
        var dispatch = bench.Dispatch(new Scale(homeless, bench.Array<float>("read", 1), 1), OnePoint);
        Assert.That(() => Device.Record([dispatch]), Throws.ArgumentException.With.Message.Contains("homeless"));
    }

    [Test]
    public void Objects_that_are_disposed_are_not_used()
    {
        using var bench = new Workbench(Device);
        var source = bench.Upload("source", 1f);
        var read = bench.Array<float>("read", 1);
        var dispatch = bench.Dispatch(new Scale(source, read, 1), OnePoint);
        var list = bench.Record(dispatch);

        dispatch.Pipeline.Dispose();
        dispatch.Pipeline.Dispose();
        Assert.That(list.SubmitAndWait, Throws.TypeOf<ObjectDisposedException>(), "a list whose pipeline is gone");
        Assert.That(() => Device.Record([dispatch]), Throws.TypeOf<ObjectDisposedException>(), "a pipeline");

        var copy = new CopyBufferCommand(source.Range!.Value, read.Range!.Value);
        var copies = bench.Record(copy);
        foreach (var buffer in new[] { source, read }.Select(array => array.Range!.Value.Buffer))
        {
            buffer.Dispose();
            buffer.Dispose();
        }

        Assert.That(copies.SubmitAndWait, Throws.TypeOf<ObjectDisposedException>(), "a list whose buffers are gone");
        Assert.That(() => Device.Record([copy]), Throws.TypeOf<ObjectDisposedException>(), "a buffer");
        Assert.That(
            () => source.Range!.Value.Buffer.Write(new byte[1], 0),
            Throws.TypeOf<ObjectDisposedException>().With.Property(nameof(ObjectDisposedException.ObjectName)).EqualTo("source"));
        Assert.That(
            () => read.Range!.Value.Buffer.Read(new byte[1], 0),
            Throws.TypeOf<ObjectDisposedException>().With.Property(nameof(ObjectDisposedException.ObjectName)).EqualTo("read"));

        list.Dispose();
        list.Dispose();
        Assert.That(list.Submit, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(list.Profile, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void A_disposed_texture_is_not_used()
    {
        using var bench = new Workbench(Device);
        var texture = bench.Tensor("picture", 1, 1, 1, TexelFormat.Float32, TensorStorage.TextureArray);
        var source = bench.Upload("source", 1f, 2f, 3f, 4f);
        var list = bench.Record(new CopyToTextureCommand(source.Range!.Value, texture.Texture!));
        texture.Texture!.Dispose();
        texture.Texture.Dispose();
        Assert.That(list.SubmitAndWait, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(
            () => Device.Record([new CopyToTextureCommand(source.Range!.Value, texture.Texture)]), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void A_disposed_device_says_so()
    {
        var device = Backend.Open();
        using var bench = new Workbench(device);
        var buffer = bench.Buffer("left", 16, BufferPlacement.Upload);
        var list = bench.Record();
        device.Dispose();
        device.Dispose();
        var request = new PipelineRequest(Scale.Descriptor.Variants[0], new uint[Scale.Descriptor.LateConstants.Count], OnePoint);
        Assert.That(() => device.CreateBuffer("late", 16, BufferPlacement.Device), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => device.CreateTexture("late", 1, 1, 1, TexelFormat.Float32), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => device.CreatePipeline(request), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => device.Record([]), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(list.Submit, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(buffer.Dispose, Throws.Nothing);
    }
}
