using GpuNet.Backends.Tests.TestKernels;
using GpuNet.Devices;

namespace GpuNet.Backends.Tests;

/// <summary>Lists that are recorded once and submitted often, in turns, from many threads, and measured.</summary>
internal abstract class SubmissionSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    [Test]
    public void A_list_sees_the_input_of_each_submission()
    {
        using var bench = new Workbench(Device);
        var (source, read) = (bench.Upload("source", 0f), bench.Array<float>("read", 1));
        var list = bench.Record(bench.Dispatch(new Scale(source, read, 3), new GridSize(1)));
        for (var i = 0; i < 20; i++)
        {
            source.Range!.Value.Buffer.Write(BitConverter.GetBytes((float)i), 0);
            list.SubmitAndWait();
            Assert.That(Workbench.Read<float>(read), Is.EqualTo(new[] { 3f * i }));
        }
    }

    [Test]
    public void A_thousand_submissions_allocate_nothing()
    {
        using var bench = new Workbench(Device);
        var (source, read) = (bench.Upload("source", 1f, 2f, 3f, 4f), bench.Array<float>("read", 4));
        var middle = bench.Array<float>("middle", 4, BufferPlacement.Device);
        var list = bench.Record(
            bench.Dispatch(new Scale(source, middle, 2), new GridSize(4)),
            new BarrierCommand(),
            new CopyBufferCommand(middle.Range!.Value, read.Range!.Value));
        Repeat(50);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(1000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, "bytes that Submit and Wait allocated");
        Assert.That(Workbench.Read<float>(read), Is.EqualTo(new[] { 2f, 4f, 6f, 8f }));

        void Repeat(int times)
        {
            for (var i = 0; i < times; i++)
            {
                list.Submit();
                list.Wait();
            }
        }
    }

    [Test]
    public void Lists_take_turns_and_run_in_the_order_of_their_submission()
    {
        const int Length = 1000, Rounds = 50;
        using var bench = new Workbench(Device);
        var state = bench.Array<float>("state", Length, BufferPlacement.Device);
        var other = bench.Array<float>("other", Length, BufferPlacement.Device);
        var read = bench.Array<float>("read", Length);
        var ones = bench.Upload("ones", Enumerable.Repeat(1f, Length).ToArray());
        var grid = new GridSize(Length);
        bench.Run(new CopyBufferCommand(ones.Range!.Value, state.Range!.Value));
        var turn = bench.Record(bench.Dispatch(new Scale(state, other, -1), grid));
        var halve = bench.Record(
            bench.Dispatch(new Scale(other, state, 0.5f), grid), new BarrierCommand(), bench.Dispatch(new Scale(state, read, 1), grid));
        for (var round = 1; round <= Rounds; round++)
        {
            turn.Submit();
            halve.Submit();
            if (round % 2 == 0) halve.Wait();
            turn.Wait();
            halve.Wait();
            Assert.That(Workbench.Read<float>(read), Is.All.EqualTo(MathF.Pow(-0.5f, round)), $"round {round}");
        }
    }

    [Test]
    public void Eight_threads_share_a_device()
    {
        const int Threads = 8, Rounds = 10, Length = 500;
        var failures = new List<string>();
        var threads = Enumerable.Range(1, Threads).Select(factor => new Thread(() =>
        {
            try
            {
                for (var round = 0; round < Rounds; round++) Multiply(factor);
            }
            catch (Exception e) when (e is GpuNetException or InvalidOperationException or ArgumentException or AssertionException)
            {
                lock (failures) failures.Add($"thread {factor}: {e.Message}");
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.That(failures, Is.Empty);

        void Multiply(int factor)
        {
            using var bench = new Workbench(Device);
            float[] values = [.. Enumerable.Range(0, Length).Select(i => (float)i)];
            var (source, read) = (bench.Upload($"source {factor}", values), bench.Array<float>($"read {factor}", Length));
            var list = bench.Record(bench.Dispatch(new Scale(source, read, factor), new GridSize(Length)));
            for (var i = 0; i < 3; i++) list.SubmitAndWait();
            if (!Workbench.Read<float>(read).SequenceEqual(values.Select(v => v * factor)))
                throw new InvalidOperationException($"{Backend.Name} computed something else.");
        }
    }

    [Test]
    public void A_list_in_flight_is_submitted_again_once_it_is_done()
    {
        using var bench = new Workbench(Device);
        var (source, state) = (bench.Upload("source", 1f), bench.Array<float>("state", 1));
        bench.Run(new CopyBufferCommand(source.Range!.Value, state.Range!.Value));
        var list = bench.Record(bench.Dispatch(new DoubleInPlace(state), new GridSize(1)));
        for (var i = 0; i < 10; i++) list.Submit();
        list.Wait();
        Assert.That(Workbench.Read<float>(state), Is.EqualTo(new[] { 1024f }));
    }

    [Test]
    public void A_list_may_be_waited_for_on_another_thread()
    {
        using var bench = new Workbench(Device);
        var (source, read) = (bench.Upload("source", 21f), bench.Array<float>("read", 1));
        var list = bench.Record(bench.Dispatch(new Scale(source, read, 2), new GridSize(1)));
        list.Submit();
        var answer = 0f;
        var waiter = new Thread(() =>
        {
            list.Wait();
            answer = Workbench.Read<float>(read)[0];
        });
        waiter.Start();
        waiter.Join();
        Assert.That(answer, Is.EqualTo(42f));
    }

    [Test]
    public void A_profile_measures_all_but_barriers_and_computes_the_same()
    {
        const int Length = 100_000;
        const long OneMinute = 60_000_000_000;
        using var bench = new Workbench(Device);
        var source = bench.Upload("source", Enumerable.Repeat(1f, Length).ToArray());
        var middle = bench.Array<float>("middle", Length, BufferPlacement.Device);
        var read = bench.Array<float>("read", Length);
        var list = bench.Record(
            bench.Dispatch(new Scale(source, middle, 2), new GridSize(Length)),
            new BarrierCommand(),
            new CopyBufferCommand(middle.Range!.Value, read.Range!.Value));
        for (var run = 0; run < 2; run++)
        {
            var nanoseconds = list.Profile();
            Assert.That(nanoseconds, Has.Length.EqualTo(3));
            Assert.That(nanoseconds[0], Is.InRange(1, OneMinute), "dispatch");
            Assert.That(nanoseconds[1], Is.Zero, "barrier");
            Assert.That(nanoseconds[2], Is.InRange(1, OneMinute), "copy");
        }

        Assert.That(Workbench.Read<float>(read), Is.All.EqualTo(2f));
        list.SubmitAndWait();
    }

    [Test]
    public void An_empty_list_is_done_at_once()
    {
        using var bench = new Workbench(Device);
        var list = bench.Record();
        list.Wait();
        list.SubmitAndWait();
        list.Wait();
        Assert.That(list.Profile(), Is.Empty);
    }
}
