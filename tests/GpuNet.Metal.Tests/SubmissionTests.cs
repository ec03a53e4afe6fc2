using System.Runtime.InteropServices;
using GpuNet.Backends.Metal;
using GpuNet.Devices;
using GpuNet.MetalStandIn;
using GpuNet.Shaders;

namespace GpuNet.Metal.Tests;

/// <summary>What becomes of submissions that fail, hang or outlive their owners.</summary>
internal sealed class SubmissionTests : MetalFixture
{
    private readonly float[] values = [1, 2, 3];
    private readonly Stack<IDisposable> owned = new();
    private IDeviceBuffer result = null!;

    [TearDown]
    public void DisposeObjects()
    {
        StandInLibrary.Reset();
        while (owned.TryPop(out var last)) last.Dispose();
    }

    [Test]
    public void A_submission_that_fails_is_an_error_with_Metals_text_and_the_next_one_runs()
    {
        var list = Doubling(Device);
        StandInLibrary.Set("fail-command-buffer", 1);
        list.Submit();
        Assert.That(list.Wait, Refusal("A command list failed on", Device.Info.Name));
        Assert.That(list.Wait, Throws.Nothing, "the error was told");
        list.Submit();
        list.Wait();
        Assert.That(Floats(result), Is.EqualTo(new float[] { 2, 4, 6 }));
    }

    [Test]
    public void A_submission_that_fails_is_told_at_the_next_one_where_nobody_waited()
    {
        var list = Doubling(Device);
        StandInLibrary.Set("fail-command-buffer", 1);
        list.Submit();
        Assert.That(list.Submit, Refusal("A command list failed on"));
    }

    [Test]
    public void A_submission_that_hangs_is_an_error_when_the_time_is_over()
    {
        using var impatient = Open(TimeSpan.FromSeconds(0.3));
        var list = Doubling(impatient);
        StandInLibrary.Set("hold-command-buffers", 1);
        list.Submit();
        Assert.That(list.Wait, Refusal("did not finish within 0.3 seconds"));
        StandInLibrary.Set("hold-command-buffers", 0);
        Assert.That(list.Wait, Throws.Nothing, "it went on");
        Assert.That(Floats(result), Is.EqualTo(new float[] { 2, 4, 6 }));
    }

    [Test]
    public void A_list_that_hangs_is_disposed_all_the_same()
    {
        using var impatient = Open(TimeSpan.FromSeconds(0.3));
        var list = Doubling(impatient);
        StandInLibrary.Set("hold-command-buffers", 1);
        list.Submit();
        while (owned.TryPop(out var last)) last.Dispose();
        Assert.That(StandInLibrary.LiveObjects("MTLCommandBuffer"), Is.AtMost(1), "the device has it still, and we have not");
    }

    [Test]
    public void What_a_submission_uses_may_be_disposed_while_it_runs()
    {
        Doubling(Device).Submit();
        while (owned.TryPop(out var last)) last.Dispose();
        Assert.That(StandInLibrary.LiveObjects("MTLBuffer"), Is.Zero);
    }

    [Test]
    public void Objects_may_be_disposed_before_the_list_and_the_device_before_all()
    {
        var device = Open();
        var list = Doubling(device);
        list.Submit();
        device.Dispose();
        Assert.That(list.Wait, Throws.Nothing);
        Assert.That(list.Submit, Throws.TypeOf<ObjectDisposedException>());
        foreach (var item in owned.Reverse()) item.Dispose();
        owned.Clear();
    }

    [Test]
    public void An_access_out_of_range_is_an_error_that_the_stand_in_tells()
    {
        var target = Own(Device.CreateBuffer("target", 16, BufferPlacement.Readback));
        var array = new DeviceArray("target", 4, sizeof(uint));
        array.Bind(target, 0);
        var touch = new Touch(array, 4);
        var constants = KernelArguments.Of(touch).LateConstants;
        var pipeline = Own(Device.CreatePipeline(new(Touch.Descriptor.Variants[0], constants, new GridSize(1))));
        var list = Own(Device.Record([Dispatch(pipeline, touch, 1)]));
        list.Submit();
        Assert.That(list.Wait, Refusal("Touch"));
    }

    [Test]
    public void A_profile_measures_with_counters_or_with_command_buffers([Values] bool counters)
    {
        StandInLibrary.Set("counter-sampling", counters ? 1 : 0);
        var list = Doubling(Device);
        for (var run = 0; run < 2; run++)
        {
            var times = list.Profile();
            Assert.That(times, Has.Length.EqualTo(3));
            Assert.That(new[] { times[0], times[2] }, Is.All.Positive, "the kernel and the copy");
            Assert.That(times[1], Is.Zero, "the barrier");
            Assert.That(Floats(result), Is.EqualTo(new float[] { 2, 4, 6 }));
        }

        Assert.That(StandInLibrary.LiveObjects("MTLCounterSampleBuffer"), Is.EqualTo(counters ? 1 : 0));
    }

    /// <summary>A list that doubles the values on the device and copies them to the result.</summary>
    private ICommandList Doubling(MetalDevice device)
    {
        var source = Own(device.CreateBuffer("source", sizeof(float) * values.Length, BufferPlacement.Upload));
        source.Write(MemoryMarshal.AsBytes(values.AsSpan()), 0);
        var middle = Own(device.CreateBuffer("middle", source.ByteLength, BufferPlacement.Device));
        result = Own(device.CreateBuffer("result", source.ByteLength, BufferPlacement.Readback));
        var scale = new Scale(Array("source", source, 0, values.Length), Array("middle", middle, 0, values.Length), 2);
        var arguments = KernelArguments.Of(scale);
        var pipeline = Own(device.CreatePipeline(new(Scale.Descriptor.Variants[0], arguments.LateConstants, Scale.Descriptor.DefaultWorkgroup)));
        return Own(device.Record([Dispatch(pipeline, scale, 1), new BarrierCommand(), new CopyBufferCommand(All(middle), All(result))]));
    }

    private T Own<T>(T item)
        where T : IDisposable
    {
        owned.Push(item);
        return item;
    }
}
