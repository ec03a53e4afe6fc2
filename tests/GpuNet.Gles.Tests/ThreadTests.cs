using GpuNet.Backends.Gles;
using GpuNet.Devices;
using GpuNet.Shaders;
using static GpuNet.Shaders.BindingType;

namespace GpuNet.Gles.Tests;

/// <summary>The context has one thread, and nobody who uses the device can tell.</summary>
internal sealed class ThreadTests : DeviceFixture
{
    private static readonly HandWrittenKernel Scale = new(
        """
        layout(std430, binding = 0) readonly buffer Source { int source[]; };
        layout(std430, binding = 1) writeonly buffer Destination { int destination[]; };
        void main() { destination[gl_GlobalInvocationID.x] = source[gl_GlobalInvocationID.x] * factor; }
        """,
        new GridSize(4),
        [new KernelScalar("factor", ScalarType.Int)],
        StorageBuffer,
        StorageBuffer);

    [Test]
    public void A_hundred_devices_come_and_go()
    {
        var threadsBefore = ThreadCount();
        for (var i = 0; i < 100; i++)
        {
            using var device = OpenAnyWithoutProbe(Device.Info);
            Multiply(device, i);
        }

        // The driver may keep a few of its own.
        Assert.That(ThreadCount(), Is.LessThan(threadsBefore + 50));

        static int ThreadCount() => System.Diagnostics.Process.GetCurrentProcess().Threads.Count;
    }

    [Test]
    public void An_error_keeps_the_stack_of_the_thread_it_came_from()
    {
        var kernel = new HandWrittenKernel("void main() { nonsense; }", new GridSize(1), []);
        var error = Assert.Throws<DeviceException>(() => kernel.Compile(Device));
        Assert.That(error!.StackTrace, Does.Contain("GlesPipeline.Compile").And.Contain(nameof(ThreadTests)));
    }

    [Test]
    public void The_device_may_be_used_from_the_callback_for_messages()
    {
        IDevice? device = null;
        var messages = new List<string>();
        using var opened = device = OpenAny(message =>
        {
            device?.CreateBuffer("from the callback", 16, BufferPlacement.Device).Dispose();
            messages.Add(message);
        });
        var kernel = new HandWrittenKernel("void main() { nonsense; }", new GridSize(1), []);
        Assert.That(() => kernel.Compile(opened), Throws.TypeOf<DeviceException>());
        device.CreateBuffer("after", 16, BufferPlacement.Device).Dispose();
        if (messages.Count == 0) Assert.Ignore("The driver has no message for a shader that does not compile.");
        Assert.That(messages, Has.Some.Contains("nonsense"));
    }

    private static IDevice OpenAnyWithoutProbe(DeviceInfo info) => new GlesBackend(new GlesOptions()).Open(info);

    private static void Multiply(IDevice device, int factor)
    {
        using var source = device.CreateBuffer("source", 16, BufferPlacement.Upload);
        using var destination = device.CreateBuffer("destination", 16, BufferPlacement.Readback);
        var (input, output) = (new DeviceArray("input", 4, 4), new DeviceArray("output", 4, 4));
        source.Write([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0], 0);
        input.Bind(source, 0);
        output.Bind(destination, 0);
        using var pipeline = Scale.Compile(device, (uint)factor);
        using var list = device.Record([Scale.Dispatch(pipeline, new GridSize(1), input, output)]);
        list.Submit();
        list.Wait();
        Assert.That(Read<int>(output), Is.EqualTo(new[] { factor, 2 * factor, 3 * factor, 4 * factor }));
    }
}
