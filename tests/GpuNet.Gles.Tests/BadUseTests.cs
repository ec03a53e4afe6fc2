using GpuNet.Backends.Gles;
using GpuNet.Devices;
using GpuNet.Shaders;
using static GpuNet.Shaders.BindingType;

namespace GpuNet.Gles.Tests;

/// <summary>Wrong use and limits: each an error of its type that names what is wrong.</summary>
internal sealed class BadUseTests : DeviceFixture
{
    private static readonly HandWrittenKernel Fill = new(
        """
        layout(std430, binding = 0) writeonly buffer Destination { uint destination[]; };
        void main() { destination[gl_GlobalInvocationID.x] = 1u; }
        """,
        new GridSize(1),
        [],
        StorageBuffer);

    [Test]
    public void A_shader_that_does_not_compile_is_an_error_with_the_log_and_the_line()
    {
        var kernel = new HandWrittenKernel("void main() {\n    no_such_thing();\n}", new GridSize(1), [new("a", ConstantType.Int)]);
        Assert.That(
            () => kernel.Compile(Device, 1),
            Throws.TypeOf<DeviceException>().With.Message.Contains("HandWritten glsl").And.Message.Contains("no_such_thing")
                .And.Message.Match(@"\b0:8\b").And.Message.Not.Contains("\n"));
    }

    [Test]
    public void A_shader_that_does_not_link_is_an_error_with_the_name()
    {
        var kernel = new HandWrittenKernel("void other();\nvoid main() { other(); }", new GridSize(1), []);
        Assert.That(() => kernel.Compile(Device), Throws.TypeOf<DeviceException>().With.Message.Contains("HandWritten glsl"));
    }

    [TestCase(0, 1, 1, "0x1x1")]
    [TestCase(1 << 20, 1, 1, "1048576x1x1")]
    [TestCase(64, 64, 64, "64x64x64")]
    public void A_workgroup_above_the_limits_is_an_error(int x, int y, int z, string named)
    {
        var request = new PipelineRequest(Fill.Variant, [], new GridSize(x, y, z));
        Assert.That(
            () => Device.CreatePipeline(request), Throws.TypeOf<DeviceException>().With.Message.Contains(named).And.Message.Contains("Hand"));
    }

    [Test]
    public void More_buffers_than_the_device_binds_are_an_error()
    {
        var many = new HandWrittenKernel("void main() {}", new GridSize(1), [], [.. Enumerable.Repeat(StorageBuffer, 1000)]);
        Assert.That(() => many.Compile(Device), Throws.TypeOf<DeviceException>().With.Message.Contains("1000 storage buffers"));
    }

    [Test]
    public void A_buffer_above_all_memory_is_an_error_that_names_it() => Assert.That(
        () => Device.CreateBuffer("enormous", 1L << 50, BufferPlacement.Device),
        Throws.TypeOf<DeviceException>().With.Message.Contains("enormous").And.Message.Contains("GL_OUT_OF_MEMORY"));

    [TestCase(1 << 20, 1, 1, "width")]
    [TestCase(1, 1 << 20, 1, "height")]
    [TestCase(1, 1, 1 << 20, "layers")]
    public void A_texture_above_the_limits_is_an_error_that_names_it(int width, int height, int layers, string named) => Assert.That(
        () => Device.CreateTexture("wide", width, height, layers, TexelFormat.Float32),
        Throws.TypeOf<DeviceException>().With.Message.Contains("wide").And.Message.Contains(named).And.Message.Contains("1048576"));

    [Test]
    public void Extents_and_lengths_below_one_are_errors()
    {
        Assert.That(() => Device.CreateBuffer("none", 0, BufferPlacement.Device), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Device.CreateTexture("none", 4, 0, 1, TexelFormat.Float16), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void The_host_reaches_only_what_was_placed_for_it()
    {
        using var upload = Device.CreateBuffer("upload", 8, BufferPlacement.Upload);
        using var readback = Device.CreateBuffer("readback", 8, BufferPlacement.Readback);
        Assert.That(() => upload.Read(new byte[1], 0), Throws.InvalidOperationException.With.Message.Contains("upload"));
        Assert.That(() => readback.Write(new byte[1], 0), Throws.InvalidOperationException.With.Message.Contains("readback"));
        Assert.That(() => upload.Write(new byte[4], 5), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => upload.Write(new byte[4], -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => readback.Read(new byte[9], 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Commands_that_do_not_fit_their_operands_are_errors_when_recorded()
    {
        using var buffer = Device.CreateBuffer("small", 64, BufferPlacement.Device);
        using var texture = Device.CreateTexture("texture", 2, 2, 1, TexelFormat.Float32);
        using var pipeline = Fill.Compile(Device);
        var array = new DeviceArray("array", 4, 4);
        var one = new GridSize(1);
        Rejects(Fill.Dispatch(pipeline, one, array), "array");
        array.Bind(buffer, 2);
        Rejects(Fill.Dispatch(pipeline, one, array), "multiple of");
        array.Bind(buffer, 0);
        Rejects(Fill.Dispatch(pipeline, one), "1 resources, not 0");
        Rejects(Fill.Dispatch(pipeline, new GridSize(1, 0), array), "1x0x1");
        Rejects(new CopyBufferCommand(new BufferRange(buffer, 0, 8), new BufferRange(buffer, 8, 4)), "small");
        Rejects(new CopyBufferCommand(new BufferRange(buffer, 0, 8), new BufferRange(buffer, 7, 8)), "overlaps");
        Rejects(new CopyBufferCommand(new BufferRange(buffer, 60, 8), new BufferRange(buffer, 0, 8)), "small");
        Rejects(new CopyToTextureCommand(new BufferRange(buffer, 0, 32), texture), "64 bytes of texels");
        using var packed = Device.CreateTexture("packed", 2, 2, 1, TexelFormat.Int8);
        Rejects(new CopyToTextureCommand(new BufferRange(buffer, 2, 16), packed), "packed");
        using var other = OpenAny();
        using var foreign = other.CreateBuffer("foreign", 64, BufferPlacement.Device);
        Rejects(new CopyBufferCommand(new BufferRange(foreign, 0, 8), new BufferRange(buffer, 0, 8)), "not of this device");

        void Rejects(DeviceCommand command, string message) =>
            Assert.That(() => Device.Record([command]), Throws.ArgumentException.With.Message.Contains(message));
    }

    [Test]
    public void More_workgroups_than_the_device_takes_are_an_error()
    {
        using var pipeline = Fill.Compile(Device);
        var command = Fill.Dispatch(pipeline, new GridSize(int.MaxValue), Readback(4));
        Assert.That(() => Device.Record([command]), Throws.TypeOf<DeviceException>().With.Message.Contains("2147483647x1x1"));
    }

    [Test]
    public void What_was_disposed_is_not_used()
    {
        var output = Readback(4);
        var pipeline = Fill.Compile(Device);
        var list = Device.Record([Fill.Dispatch(pipeline, new GridSize(4), output)]);
        pipeline.Dispose();
        pipeline.Dispose();
        Assert.That(list.Submit, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => Device.Record([Fill.Dispatch(pipeline, new GridSize(4), output)]), Throws.TypeOf<ObjectDisposedException>());
        list.Dispose();
        Assert.That(list.Profile, Throws.TypeOf<ObjectDisposedException>());
        output.Range!.Value.Buffer.Dispose();
        Assert.That(() => Read<uint>(output), Throws.TypeOf<ObjectDisposedException>().With.Message.Contains("output"));
    }

    [Test]
    public void A_disposed_device_says_so()
    {
        var device = OpenAny();
        var buffer = device.CreateBuffer("left", 16, BufferPlacement.Upload);
        var list = device.Record([]);
        device.Dispose();
        device.Dispose();
        Assert.That(() => device.CreateBuffer("late", 16, BufferPlacement.Upload), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => buffer.Write(new byte[4], 0), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(list.Submit, Throws.TypeOf<ObjectDisposedException>());
        buffer.Dispose();
        list.Wait();
    }
}
