using GpuNet.Backends.Vulkan;
using GpuNet.Devices;

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
    public void A_buffer_larger_than_any_memory_fails_with_the_numbers()
    {
        const long Bytes = 1L << 50;
        Assert.That(
            () => Device.CreateBuffer("giant", Bytes, BufferPlacement.Device),
            Throws.TypeOf<DeviceException>().With.Message.Contains("giant").And.Message.Contains($"{Bytes}"));
    }

    [Test]
    public void A_texture_above_a_limit_fails_with_its_name_and_the_limit()
    {
        var limits = Device.Info.Limits;
        Assert.That(
            () => Device.CreateTexture("broad", limits.MaxTextureExtent + 1, 1, 1, TexelFormat.Float32),
            Throws.TypeOf<DeviceException>().With.Message.Contains("broad").And.Message.Contains("wide"));
        Assert.That(
            () => Device.CreateTexture("deep", 1, 1, limits.MaxTextureLayers + 1, TexelFormat.Float16),
            Throws.TypeOf<DeviceException>().With.Message.Contains("deep").And.Message.Contains($"{limits.MaxTextureLayers}"));
        Assert.That(
            () => Device.CreateTexture("giant", limits.MaxTextureExtent, limits.MaxTextureExtent, limits.MaxTextureLayers, TexelFormat.Float32),
            Throws.TypeOf<DeviceException>().With.Message.Contains("giant"));
    }

    [Test]
    public void Sizes_below_one_are_refused()
    {
        Assert.That(() => Device.CreateBuffer("none", 0, BufferPlacement.Device), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Device.CreateTexture("none", 1, 0, 1, TexelFormat.Float32), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void The_host_reaches_only_what_is_meant_for_it()
    {
        using var device = Device.CreateBuffer("device", 16, BufferPlacement.Device);
        using var upload = Device.CreateBuffer("upload", 16, BufferPlacement.Upload);
        var bytes = new byte[8];
        Assert.That(() => device.Write(bytes, 0), Throws.InvalidOperationException.With.Message.Contains("device"));
        Assert.That(() => upload.Read(bytes, 0), Throws.InvalidOperationException);
        Assert.That(() => upload.Write(bytes, 9), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => upload.Write(bytes, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => upload.Write(bytes, 8), Throws.Nothing);
    }

    [Test]
    public void Disposing_twice_is_harmless_and_use_afterwards_is_an_error()
    {
        var buffer = Device.CreateBuffer("gone", 16, BufferPlacement.Upload);
        using var read = Device.CreateBuffer("read", 16, BufferPlacement.Readback);
        var list = Device.Record([new CopyBufferCommand(All(buffer), All(read))]);
        var pipeline = Device.CreatePipeline(TestKernel.ScaleRequest(1, 1));
        buffer.Dispose();
        buffer.Dispose();
        pipeline.Dispose();
        pipeline.Dispose();
        Assert.That(() => buffer.Write(new byte[1], 0), Throws.TypeOf<ObjectDisposedException>().With.Property("ObjectName").EqualTo("gone"));
        Assert.That(list.Submit, Throws.TypeOf<ObjectDisposedException>(), "The list uses the buffer.");
        Assert.That(() => Device.Record([new CopyBufferCommand(All(buffer), All(read))]), Throws.TypeOf<ObjectDisposedException>());
        list.Dispose();
        list.Dispose();
        Assert.That(list.Wait, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(list.Profile, Throws.TypeOf<ObjectDisposedException>());
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
            using var pipeline = Device.CreatePipeline(TestKernel.ScaleRequest(4, cycle));
            Run(
                new DispatchCommand(pipeline, TestKernel.Scale, [Array("s", source, 0, 4), Array("m", middle, 0, 4)], new GridSize(1), "scale"),
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
