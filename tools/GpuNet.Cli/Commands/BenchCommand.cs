using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GpuNet.Cli.Output;
using GpuNet.Graphs;
using GpuNet.Profiling;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet bench</c>: how long loading and inference take.</summary>
internal static class BenchCommand
{
    private const int InputSeed = 1;
    private const double Giga = 1e9;
    private const int LongestName = 60;

    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var model = new Argument<string>("MODEL") { Description = "The .tflite model." };
        var runs = CommonOptions.Count("--runs", "How many inferences to measure.", byDefault: 50, least: 1);
        var warmup = CommonOptions.Count("--warmup", "How many inferences to run before, beside the first.", byDefault: 5, least: 0);
        var batch = CommonOptions.Count("--batch", "How many images a run takes.", byDefault: 1, least: 1);
        var profile = new Option<bool>("--profile") { Description = "Measure each step too, and what the device reaches at best." };
        var tune = new Option<bool>("--tune") { Description = "Measure which kernels are the fastest for each layer, where the tuning file does not say." };
        var tuningFile = CommonOptions.TuningFile();
        var memoryLimit = CommonOptions.MemoryLimit();
        var backend = CommonOptions.Backend();
        var storage = CommonOptions.Storage();
        var floatStorage = CommonOptions.FloatStorage();
        var floatArithmetic = CommonOptions.FloatArithmetic();
        var json = CommonOptions.JsonOutput();
        var command = new Command("bench", "Measure a model.") { model, backend, storage, floatStorage, floatArithmetic, batch, runs, warmup, profile, tune, tuningFile, memoryLimit, json };
        command.SetAction(parsed =>
        {
            var options = CommonOptions.SessionOptions(
                parsed.GetRequiredValue(backend), parsed.GetValue(storage), parsed.GetValue(floatStorage), parsed.GetValue(floatArithmetic), keepAllTensors: false);
            if (parsed.GetRequiredValue(backend) == Engine.Reference && (parsed.GetValue(tune) || parsed.GetValue(tuningFile) is not null || parsed.GetValue(memoryLimit) is not null))
                throw new UsageException("--tune, --tuning-file and --memory-limit do not apply to --backend reference.");
            options = CommonOptions.Tuned(options, parsed.GetValue(tuningFile), parsed.GetValue(tune), terminal)
                with { MemoryLimit = parsed.GetValue(memoryLimit), Batch = parsed.GetValue(batch) };
            using var engine = new Engine(parsed.GetRequiredValue(backend));
            var report = Measure(
                engine, parsed.GetRequiredValue(model), options, parsed.GetValue(warmup), parsed.GetValue(runs), parsed.GetValue(profile), cancellation);
            if (parsed.GetValue(json)) Json.Write(terminal.Output, report, Json.Readable.BenchReport);
            else Show(terminal, report);
            return ExitCode.Done;
        });
        return command;
    }

    private static BenchReport Measure(
        Engine engine, string model, SessionOptions options, int warmup, int runs, bool profile, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var session = engine.Open(model, options);
        var loaded = Stopwatch.GetElapsedTime(start);
        FillInputs(session);
        start = Stopwatch.GetTimestamp();
        session.Run();
        var first = Stopwatch.GetElapsedTime(start);
        for (var i = 0; i < warmup; i++) RunOnce();

        var times = new double[runs];
        using var process = Process.GetCurrentProcess();
        var cpuBefore = process.TotalProcessorTime;
        for (var i = 0; i < runs; i++)
        {
            start = Stopwatch.GetTimestamp();
            RunOnce();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        process.Refresh();
        var peak = process.PeakWorkingSet64;
        var cpu = (process.TotalProcessorTime - cpuBefore).TotalMilliseconds / runs;
        Array.Sort(times);
        var memory = session.Memory;
        var roofline = profile && !engine.IsReference ? Roofline.Measure(engine.Device) : null;
        return new BenchReport(
            model, session.Device, runs, warmup, loaded.TotalMilliseconds, first.TotalMilliseconds, times[0], Statistics.Median(times),
            Statistics.Percentile(times, 95), cpu, memory.ActivationBytes, memory.LargestLiveBytes, memory.WeightBytes, memory.TransferBytes,
            memory.TotalBytes, peak, roofline is null ? null : new RooflineReport(roofline.OperationsPerSecond / Giga, roofline.BytesPerSecond / Giga),
            profile ? Steps(session.Profile(), roofline) : null);

        void RunOnce()
        {
            cancellation.ThrowIfCancellationRequested();
            session.Run();
        }
    }

    // Values such as an image has. Zeros would let a processor take short cuts; a seed makes runs comparable.
    private static void FillInputs(Session session)
    {
        var random = new Random(InputSeed);
        foreach (var input in session.Inputs)
        {
            var bytes = new byte[input.Tensor.ByteLength];
            if (input.Tensor.Type == ElementType.Float32)
            {
                foreach (ref var value in MemoryMarshal.Cast<byte, float>(bytes.AsSpan())) value = (random.NextSingle() * 2) - 1;
            }
            else if (input.Tensor.Type is ElementType.UInt8 or ElementType.Int8)
            {
                random.NextBytes(bytes);
            }

            input.WriteBytes(bytes);
        }
    }

    private static List<StepReport> Steps(IReadOnlyList<StepTiming> timings, Roofline? roofline)
    {
        var total = Math.Max(timings.Sum(t => t.Nanoseconds), 1);
        var steps = new List<StepReport>(timings.Count);
        foreach (var t in timings)
        {
            var nanoseconds = Math.Max(t.Nanoseconds, 1);
            steps.Add(new StepReport(
                t.Step,
                t.Kernel,
                t.Nanoseconds / 1e6,
                (double)t.Nanoseconds / total,
                t.Operations,
                (double)t.Operations / nanoseconds,
                t.Bytes,
                roofline is null ? 0 : roofline.LeastTime(t.Operations, t.Bytes) * Giga / nanoseconds));
        }

        return steps;
    }

    private static void Show(Terminal terminal, BenchReport report)
    {
        terminal.Line($"{report.Model} on {report.Device}, {report.Runs} runs");
        terminal.Table(
            [new("what"), new("value", IsNumber: true)],
            [
                ["load", Milliseconds(report.LoadMs)],
                ["first run", Milliseconds(report.FirstMs)],
                ["fastest run", Milliseconds(report.MinMs)],
                ["median run", Milliseconds(report.MedianMs)],
                ["95th percentile", Milliseconds(report.P95Ms)],
                ["processor time of a run", Milliseconds(report.CpuMs)],
                ["activations", Kibibytes(report.ActivationBytes)],
                ["  alive at once at most", Kibibytes(report.LargestLiveBytes)],
                ["weights", Kibibytes(report.WeightBytes)],
                ["inputs and outputs", Kibibytes(report.TransferBytes)],
                ["all on the device", Kibibytes(report.TotalBytes)],
                ["process, at its peak", Kibibytes(report.PeakProcessBytes)],
            ]);
        if (report.Profile is not { } steps) return;
        terminal.Line();
        if (report.Roofline is { } roofline)
            terminal.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"at best: {roofline.Gflops:F1} GFLOP/s of floats, {roofline.GigabytesPerSecond:F1} GB/s copied"));
        terminal.Table(
            [
                new("step"), new("kernel"), new("time", IsNumber: true), new("share", IsNumber: true), new("GFLOP/s", IsNumber: true),
                new("bytes", IsNumber: true), new("roofline", IsNumber: true),
            ],
            [.. steps.Select(Row)]);
    }

    private static string[] Row(StepReport step) =>
    [
        Shortened(step.Step),
        step.Kernel,
        Milliseconds(step.Ms),
        step.Share.ToString("P1", CultureInfo.InvariantCulture),
        step.Gflops.ToString("F2", CultureInfo.InvariantCulture),
        Kibibytes(step.Bytes),
        step.RooflineFraction.ToString("P0", CultureInfo.InvariantCulture),
    ];

    // Converters join the names of all that they fused; the end tells most.
    private static string Shortened(string step)
    {
        var end = step.IndexOf(';', StringComparison.Ordinal);
        var name = end < 0 ? step : step[..end];
        return name.Length <= LongestName ? name : $"{name[..(LongestName / 2)]}…{name[^((LongestName / 2) - 1)..]}";
    }

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F3} ms");

    private static string Kibibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KiB");
}
