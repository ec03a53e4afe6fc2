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
        var kernel = new HandWrittenKernel("void main() {\n    no_such_thing();\n}", new GridSize(1), [new("a", ScalarType.Int)]);
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

    [Test]
    public void More_buffers_than_the_device_binds_are_an_error()
    {
        var many = new HandWrittenKernel("void main() {}", new GridSize(1), [], [.. Enumerable.Repeat(StorageBuffer, 1000)]);
        Assert.That(() => many.Compile(Device), Throws.TypeOf<DeviceException>().With.Message.Contains("1000 storage buffers"));
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
}
