using GpuNet.Devices;

namespace GpuNet.Metal.Tests;

/// <summary>Copies of any bytes to any place, although Metal's own take multiples of four.</summary>
internal sealed class CopyTests : MetalFixture
{
    [Test]
    public void Bytes_are_copied_from_anywhere_to_anywhere()
    {
        const int Length = 400, Copies = 60;
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var source = Device.CreateBuffer("source", Length, BufferPlacement.Upload);
        using var target = Device.CreateBuffer("target", Length, BufferPlacement.Readback);
        var bytes = new byte[Length];
        random.NextBytes(bytes);
        source.Write(bytes, 0);

        var expected = new byte[Length];
        var commands = new List<DeviceCommand> { new CopyBufferCommand(All(source), All(target)) };
        bytes.CopyTo(expected, 0);
        for (var i = 0; i < Copies; i++)
        {
            var size = random.Next(1, Length);
            var (from, to) = (random.Next(Length - size), random.Next(Length - size));
            commands.Add(new BarrierCommand());
            commands.Add(new CopyBufferCommand(new BufferRange(source, from, size), new BufferRange(target, to, size)));
            bytes.AsSpan(from, size).CopyTo(expected.AsSpan(to));
        }

        using var list = Device.Record(commands);
        list.Submit();
        list.Wait();
        var actual = new byte[Length];
        target.Read(actual, 0);
        Assert.That(actual, Is.EqualTo(expected), $"seed {seed}");
    }

    [Test]
    public void A_texture_is_filled_from_within_a_buffer_and_no_other_way()
    {
        using var source = Device.CreateBuffer("source", 1024, BufferPlacement.Upload);
        using var texture = Device.CreateTexture("picture", 3, 2, 2, TexelFormat.Float16);
        Assert.That(() => Device.Record([new CopyToTextureCommand(new BufferRange(source, 4, 96), texture)]), Throws.ArgumentException.With.Message.Contains("offset 4"));
        Assert.That(() => Device.Record([new CopyToTextureCommand(new BufferRange(source, 8, 95), texture)]), Throws.ArgumentException.With.Message.Contains("95"));
        using var list = Device.Record([new CopyToTextureCommand(new BufferRange(source, 8, 96), texture)]);
        list.Submit();
        list.Wait();
    }
}
