using System.Diagnostics;
using GpuNet.Devices;
using GpuNet.Language;
using GpuNet.Profiling;
using GpuNet.Testing;

namespace GpuNet.Backends.Tests;

/// <summary>Sessions as a program uses them: several, again and again, and wrongly.</summary>
internal abstract class SessionSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    private const string SmallCase = "conv_2d_f32_000";

    [Test]
    public void Four_threads_with_sessions_of_one_model_get_equal_outputs()
    {
        const int Threads = 4, Runs = 5;
        SharedFiles.Require();
        var operatorCase = OperatorCase.Load(SmallCase);
        var model = Model.Load(operatorCase.ModelPath);
        var outputs = new byte[Threads][];
        var failures = new List<string>();
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            try
            {
                using var session = model.CreateSession(Device);
                for (var run = 0; run < Runs; run++)
                {
                    session.Inputs[0].WriteBytes(operatorCase.Inputs[0].Read());
                    session.Run();
                    var bytes = session.Outputs[0].Bytes();
                    outputs[i] ??= bytes;
                    if (!bytes.AsSpan().SequenceEqual(outputs[i])) throw new InvalidOperationException($"run {run} gave another output.");
                }
            }
            catch (Exception e) when (e is GpuNetException or InvalidOperationException or ArgumentException)
            {
                lock (failures) failures.Add($"thread {i}: {e.Message}");
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.That(failures, Is.Empty);
        Assert.That(outputs, Is.All.EqualTo(outputs[0]));
        var output = model.Graph.Tensors[operatorCase.Outputs[0].Index];
        var comparison = Comparison.Of(output, operatorCase.Outputs[0].Read(), outputs[0], operatorCase.Tolerance);
        Assert.That(comparison.Holds, Is.True, comparison.Message);
    }

    [Test]
    public async Task A_run_that_is_cancelled_before_it_starts_does_not_start()
    {
        using var session = OpenSmall();
        session.Inputs[0].Write<float>(new float[session.Inputs[0].Length]);
        await session.RunAsync();
        var before = session.Outputs[0].Bytes();
        session.Inputs[0].Write<float>(Enumerable.Repeat(1f, session.Inputs[0].Length).ToArray());
        Assert.That(async () => await session.RunAsync(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(session.Outputs[0].Bytes(), Is.EqualTo(before));
        await session.RunAsync();
        Assert.That(session.Outputs[0].Bytes(), Is.Not.EqualTo(before));
    }

    [Test]
    public void Elements_of_another_type_or_number_are_errors_that_name_the_tensor()
    {
        using var session = OpenSmall();
        var (input, output) = (session.Inputs[0], session.Outputs[0]);
        Names(input, () => input.Write<int>(new int[input.Length]), "Int32");
        Names(input, () => input.Write<float>(new float[input.Length - 1]), $"{input.Length - 1}");
        Names(input, () => input.WriteBytes(new byte[(4 * input.Length) + 1]), $"{(4 * input.Length) + 1}");
        Names(output, () => output.Read<Half>(new Half[output.Length]), "Half");
        Names(output, () => output.Read<float>(new float[output.Length + 1]), $"{output.Length + 1}");
        Names(output, () => output.Write<float>(new float[output.Length]), "output");
        Names(input, () => input.Read<float>(new float[input.Length]), "input");

        static void Names(SessionTensor tensor, Action act, string wrong) => Assert.That(
            act, Throws.TypeOf<InvalidInputException>().With.Message.Contains($"'{tensor.Tensor.Name}'").And.Message.Contains(wrong));
    }

    [Test]
    public void A_disposed_session_says_so()
    {
        var session = OpenSmall();
        var (input, output) = (session.Inputs[0], session.Outputs[0]);
        session.Dispose();
        session.Dispose();
        Assert.That(session.Run, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(session.Profile, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(async () => await session.RunAsync(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => input.Write<float>(new float[input.Length]), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => output.Read<float>(new float[output.Length]), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void A_profile_has_a_time_for_each_step()
    {
        using var session = OpenSmall();
        session.Inputs[0].Write<float>(new float[session.Inputs[0].Length]);
        var steps = session.Profile();
        Assert.That(steps, Is.Not.Empty);
        Assert.That(steps, Has.All.Property(nameof(StepTiming.Nanoseconds)).Positive);
        Assert.That(steps, Has.Some.Property(nameof(StepTiming.Step)).Contains("CONV_2D"));
    }

    [Test]
    public void A_hundred_sessions_leave_nothing_behind()
    {
        const int Sessions = 100;
        SharedFiles.Require();
        var operatorCase = OperatorCase.Load(SmallCase);
        var device = Backend.Open();
        try
        {
            Cycle(Sessions / 4);
            var before = Usage.Now();
            Cycle(Sessions);
            var after = Usage.Now();
            TestContext.Out.WriteLine($"before {before}, after {after}");

            // Drivers and the thread pool may keep a few of their own; a leak would count once for each session.
            Assert.That(after.Handles, Is.LessThan(before.Handles + (Sessions / 2)), "handles");
            Assert.That(after.Threads, Is.LessThan(before.Threads + (Sessions / 2)), "threads");
            Assert.That(after.ManagedBytes, Is.LessThan(before.ManagedBytes + 256_000), "managed bytes");
        }
        finally
        {
            device.Dispose();
        }

        Backend.ExpectSilence();

        void Cycle(int sessions)
        {
            for (var i = 0; i < sessions; i++)
            {
                using var session = Model.Load(operatorCase.ModelPath).CreateSession(device);
                session.Inputs[0].WriteBytes(operatorCase.Inputs[0].Read());
                session.Run();
            }
        }
    }

    [Test]
    public void Activations_take_little_more_than_is_alive_at_once()
    {
        var model = Model.Load(SharedFiles.Model("mobilenet_v1_0.25_224.tflite"));
        using var session = model.CreateSession(Device, new SessionOptions { Storage = TensorStorage.Buffer });
        var memory = session.Memory;
        Assert.That(memory.LargestLiveBytes, Is.Positive);
        Assert.That(memory.ActivationBytes, Is.InRange(memory.LargestLiveBytes, memory.LargestLiveBytes * 11 / 10));
        Assert.That(memory.WeightBytes, Is.Positive);
    }

    [Test]
    public void Runs_allocate_nothing()
    {
        const int Runs = 50;
        if (Backend.Name == "cpu") Assert.Ignore("Kernels run as C# on threads, which allocate.");
        using var session = OpenSmall();
        session.Inputs[0].Write<float>(new float[session.Inputs[0].Length]);
        for (var i = 0; i < 5; i++) session.Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Runs; i++) session.Run();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, $"bytes in {Runs} runs");
    }

    [Test]
    public void Forked_sessions_have_runs_in_flight_together_and_outlive_the_first()
    {
        const int Forks = 3;
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var first = OpenSmall();
        var inputs = Enumerable.Range(0, Forks).Select(_ => Enumerable.Range(0, first.Inputs[0].Length).Select(_ => random.NextSingle() - 0.5f).ToArray()).ToArray();
        var expected = inputs.Select(input => RunOn(first, input)).ToArray();
        Assert.That(expected.Distinct().Count(), Is.EqualTo(Forks));
        var forks = inputs.Select(_ => first.Fork()).ToArray();
        first.Dispose();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < Forks; i++) forks[i].Inputs[0].Write<float>(inputs[i]);
            foreach (var fork in forks) fork.Start();
            foreach (var fork in forks) fork.Wait();
            for (var i = 0; i < Forks; i++) Assert.That(forks[i].Outputs[0].Bytes(), Is.EqualTo(expected[i]), $"fork {i}, round {round}, seed {seed}");
        }

        var late = forks[0].Fork();
        foreach (var fork in forks) fork.Dispose();
        Assert.That(RunOn(late, inputs[1]), Is.EqualTo(expected[1]), $"seed {seed}");
        late.Dispose();
        Assert.That(first.Fork, Throws.TypeOf<ObjectDisposedException>());

        static byte[] RunOn(Session session, float[] input)
        {
            session.Inputs[0].Write<float>(input);
            session.Run();
            return session.Outputs[0].Bytes();
        }
    }

    [Test]
    public void Tensors_of_a_run_in_flight_are_out_of_reach()
    {
        using var session = OpenSmall();
        var (input, output) = (session.Inputs[0], session.Outputs[0]);
        input.Write<float>(new float[input.Length]);
        session.Start();
        Assert.That(() => input.Write<float>(new float[input.Length]), Throws.InvalidOperationException.With.Message.Contains("in flight"));
        Assert.That(() => output.Read<float>(new float[output.Length]), Throws.InvalidOperationException);
        session.Wait();
        session.Wait();
        output.Read<float>(new float[output.Length]);
    }

    [Test]
    public void A_tuned_session_computes_the_same_and_is_not_tuned_again()
    {
        SharedFiles.Require();
        var folder = Directory.CreateTempSubdirectory("gpunet-tuned-").FullName;
        var path = Path.Combine(folder, "tuning.txt");
        var warnings = new List<string>();
        try
        {
            var operatorCase = OperatorCase.Load(SmallCase);
            var model = Model.Load(operatorCase.ModelPath);
            var options = new SessionOptions { Tuning = TuningMode.Measure, TuningFile = path, OnWarning = warnings.Add };
            var written = default(DateTime);
            foreach (var mode in new[] { TuningMode.Measure, TuningMode.Measure, TuningMode.UseFile })
            {
                using var session = model.CreateSession(Device, options with { Tuning = mode });
                session.Inputs[0].WriteBytes(operatorCase.Inputs[0].Read());
                session.Run();
                var comparison = Comparison.Of(
                    session.Outputs[0].Tensor, operatorCase.Outputs[0].Read(), session.Outputs[0].Bytes(), operatorCase.Tolerance);
                Assert.That(comparison.Holds, Is.True, comparison.Message);
                if (written != default) Assert.That(File.GetLastWriteTimeUtc(path), Is.EqualTo(written), "Known choices are not measured again.");
                written = File.GetLastWriteTimeUtc(path);
            }

            Assert.That(File.ReadAllLines(path), Has.Length.GreaterThanOrEqualTo(3), "title, device, layers");
            Assert.That(warnings, Is.Empty);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void The_kernels_of_the_roofline_do_what_they_are_counted_for()
    {
        const int Iterations = 3, Length = 100;
        float[] seed = [0.75f, 0.5f];
        using var seeds = Device.CreateArray<float>(seed);
        using var sums = Device.CreateArray<float>(new float[Length]);
        Device.Run(new MultiplyAddRate(seeds, sums, Iterations), new GridSize(Length));
        var expected = Enumerable.Range(0, Length).Select(i =>
        {
            // Three chains of four equal lanes, each multiplied and added to as often as is counted for one lane.
            var chains = new double[] { i, i + 0.5, i + 1 };
            for (var step = 0; step < MultiplyAddRate.PerIteration / 12 * Iterations; step++)
                for (var chain = 0; chain < chains.Length; chain++) chains[chain] = (chains[chain] * seed[0]) + seed[1];
            return 4 * chains.Sum();
        });
        Assert.That(sums.ToArray().Zip(expected, (actual, e) => Math.Abs(actual - e) / e).Max(), Is.LessThan(1e-5));

        using var source = Device.CreateArray<Float4>(Enumerable.Range(0, Length).Select(i => new Float4(i)).ToArray());
        using var destination = Device.CreateArray<Float4>(new Float4[Length]);
        Device.Run(new CopyRate(source, destination), new GridSize(Length));
        Assert.That(destination.ToArray().Select(v => v.W), Is.EqualTo(Enumerable.Range(0, Length).Select(i => (float)i)));
    }

    [Test]
    public void A_limit_of_memory_is_kept_before_any_is_taken()
    {
        SharedFiles.Require();
        var model = Model.Load(OperatorCase.Load(SmallCase).ModelPath);
        Assert.That(
            () => model.CreateSession(Device, new SessionOptions { MemoryLimit = 1 }),
            Throws.TypeOf<DeviceException>().With.Message.Contains("limit is 1"));
    }

    private Session OpenSmall()
    {
        SharedFiles.Require();
        return Model.Load(OperatorCase.Load(SmallCase).ModelPath).CreateSession(Device);
    }

    private sealed record Usage(int Handles, int Threads, long ManagedBytes)
    {
        public static Usage Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var process = Process.GetCurrentProcess();
            return new Usage(process.HandleCount, process.Threads.Count, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
