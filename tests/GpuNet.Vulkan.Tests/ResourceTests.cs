using GpuNet.Backends.Vulkan;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Vulkan.Tests;

internal sealed class ResourceTests : VulkanFixture
{
    [Test]
    public void Small_buffers_share_a_block_and_give_it_back()
    {
        var buffers = Enumerable.Range(0, 100).Select(i => Device.CreateBuffer($"small {i}", 1000, BufferPlacement.Device)).ToList();
        Assert.That(Device.Memory.AllocatedBytes, Is.EqualTo(VulkanMemory.BlockBytes));
        buffers.ForEach(b => b.Dispose());
        using var large = Device.CreateBuffer("large", 40 << 20, BufferPlacement.Device);
        Assert.That(Device.Memory.AllocatedBytes, Is.InRange(VulkanMemory.BlockBytes + (40 << 20), VulkanMemory.BlockBytes + (41 << 20)));
        large.Dispose();
        Assert.That(Device.Memory.AllocatedBytes, Is.EqualTo(VulkanMemory.BlockBytes));
    }

    [Test]
    public void A_texture_within_the_limits_and_above_all_memory_fails_with_its_name()
    {
        var limits = Device.Info.Limits;
        Assert.That(
            () => Device.CreateTexture("giant", limits.MaxTextureExtent, limits.MaxTextureExtent, limits.MaxTextureLayers, TexelFormat.Float32),
            Throws.TypeOf<DeviceException>().With.Message.Contains("giant"));
    }

    [Test]
    public void A_buffer_that_is_disposed_in_flight_lives_until_the_list_is_done()
    {
        var source = Upload("source", [1, 2, 3]);
        using var target = Device.CreateBuffer("target", 12, BufferPlacement.Readback);
        using var list = Device.Record([new CopyBufferCommand(All(source), All(target))]);
        list.Submit();
        source.Dispose();
        list.Wait();
        Assert.That(Floats(target), Is.EqualTo(new[] { 1f, 2f, 3f }));
    }

    [Test]
    public void Disposing_the_device_disposes_what_is_left()
    {
        var buffer = Upload("left", [1]);
        var texture = Device.CreateTexture("texture left", 4, 4, 2, TexelFormat.Float32);
        using var read = Device.CreateBuffer("read", 4, BufferPlacement.Readback);
        var list = Device.Record([new CopyBufferCommand(All(buffer), All(read))]);
        list.Submit();
        Device.Dispose();
        Device.Dispose();
        buffer.Dispose();
        texture.Dispose();
        Assert.That(list.Submit, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => buffer.Write(new byte[4], 0), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => Device.CreateBuffer("late", 4, BufferPlacement.Device), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void A_hundred_cycles_leave_nothing_behind()
    {
        for (var cycle = 0; cycle < 100; cycle++)
        {
            using var source = Upload("source", [1, 2, 3, 4]);
            using var middle = Device.CreateBuffer("middle", 16, BufferPlacement.Device);
            using var texture = Device.CreateTexture("texture", 1, 1, 1, TexelFormat.Float32);
            using var target = Device.CreateBuffer("target", 16, BufferPlacement.Readback);
            var scale = new Scale(Array("s", source, 0, 4), Array("m", middle, 0, 4), cycle);
            var arguments = KernelArguments.Of(scale);
            using var pipeline = Device.CreatePipeline(
                new PipelineRequest(arguments.SelectVariant(), arguments.LateConstants, Scale.Descriptor.DefaultWorkgroup));
            Run(
                new DispatchCommand(pipeline, scale, arguments.Resources, arguments.Uniforms, new GridSize(1), "scale"),
                new BarrierCommand(),
                new CopyToTextureCommand(All(middle), texture),
                new CopyBufferCommand(All(middle), All(target)));
            Assert.That(Floats(target), Is.EqualTo(new float[] { cycle, 2 * cycle, 3 * cycle, 4 * cycle }));
        }

        // One shared block for each placement, and one for images.
        Assert.That(Device.Memory.AllocatedBytes, Is.AtMost(4 * VulkanMemory.BlockBytes));
    }

    [Test]
    public void Devices_open_and_close_over_and_over()
    {
        for (var cycle = 0; cycle < 10; cycle++)
        {
            using var device = Open(new VulkanOptions { Validation = true, OnMessage = Messages.Enqueue });
            using var buffer = device.CreateBuffer("buffer", 16, BufferPlacement.Device);
        }
    }
}
