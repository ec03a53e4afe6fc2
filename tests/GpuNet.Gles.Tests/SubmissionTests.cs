using GpuNet.Backends.Gles;
using GpuNet.Backends.Gles.Interop;
using GpuNet.Devices;

namespace GpuNet.Gles.Tests;

/// <summary>What a submission does when the driver is slow or fails, with steps made for that.</summary>
internal sealed class SubmissionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private GlesContextThread thread = null!;
    private DeviceInfo info = null!;

    [OneTimeSetUp]
    public void Start()
    {
        thread = GlesContextThread.Start(new GlesOptions());
        info = thread.Invoke(GlesDeviceInfo.Query);
    }

    [OneTimeTearDown]
    public void End() => thread?.Dispose();

    [Test]
    public void Submit_returns_while_the_driver_is_busy()
    {
        using var release = new ManualResetEventSlim();
        using var list = List(new BlockingStep(release));
        list.Submit();
        var wait = Task.Run(list.Wait);
        Assert.That(wait.Wait(50), Is.False);
        release.Set();
        Assert.That(wait.Wait(Patience), Is.True);
    }

    [Test]
    public void A_list_in_flight_is_submitted_again_once_it_is_done()
    {
        using var release = new ManualResetEventSlim();
        using var list = List(new BlockingStep(release));
        list.Submit();
        var again = Task.Run(list.Submit);
        Assert.That(again.Wait(50), Is.False);
        release.Set();
        Assert.That(again.Wait(Patience), Is.True);
        Assert.That(list.Wait, Throws.Nothing);
    }

    [Test]
    public void A_failure_that_nobody_waited_for_is_an_error_at_the_next_submission()
    {
        using var list = List(new GlesStep.BindBuffer(uint.MaxValue, 0, 0, 4));
        list.Submit();
        Assert.That(list.Submit, Throws.TypeOf<DeviceException>().With.Message.Contains("GL_INVALID_VALUE"));
    }

    [Test]
    public void A_submission_that_takes_too_long_is_an_error_at_the_wait()
    {
        using var release = new ManualResetEventSlim();
        using var list = List(new BlockingStep(release), TimeSpan.FromMilliseconds(20));
        list.Submit();
        Assert.That(list.Wait, Throws.TypeOf<DeviceException>().With.Message.Contains("0.02 seconds"));
        release.Set();
    }

    [Test]
    public void A_call_that_fails_is_an_error_at_the_wait_and_the_device_goes_on()
    {
        // No device has so many binding points.
        using var list = List(new GlesStep.BindBuffer(uint.MaxValue, 0, 0, 4));
        for (var i = 0; i < 2; i++)
        {
            list.Submit();
            Assert.That(list.Wait, Throws.TypeOf<DeviceException>().With.Message.Contains("GL_INVALID_VALUE"));
            Assert.That(list.Wait, Throws.Nothing);
        }

        using var sound = List(GlesStep.Barrier.Instance);
        sound.Submit();
        Assert.That(sound.Wait, Throws.Nothing);
    }

    [Test]
    public void The_end_of_the_thread_completes_what_was_submitted()
    {
        var ending = GlesContextThread.Start(new GlesOptions());
        using var list = new GlesCommandList(ending, info, [[GlesStep.Barrier.Instance]], [], []);
        list.Submit();
        ending.Dispose();
        Assert.That(list.Wait, Throws.Nothing);
    }

    [Test]
    public void The_timer_of_the_device_measures_where_there_is_one()
    {
        GlesStep[][] commands = [[new GlesStep.UseProgram(0)], [GlesStep.Barrier.Instance]];
        var times = thread.Invoke(gl => GlesDeviceInfo.HasExtension(gl, "GL_EXT_disjoint_timer_query")
            ? GlesProfiler.ByTimer(gl, commands)
            : null);
        if (times is null) Assert.Ignore("The driver has no timer, or it was upset.");
        Assert.That(times, Has.Length.EqualTo(2));
        Assert.That(times![1], Is.Zero);
        thread.Invoke(gl => gl.Check("ByTimer"));
    }

    private GlesCommandList List(GlesStep step, TimeSpan? limit = null) =>
        new(thread, info, [[step]], [], []) { Limit = limit ?? Patience };

    private sealed class BlockingStep(ManualResetEventSlim release) : GlesStep
    {
        public override void Replay(Gl gl) => release.Wait(Patience);
    }
}
