using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GpuNet.Cli.Output;
using GpuNet.Graphs;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet bench</c>: how long loading and inference take.</summary>
internal static class BenchCommand
{
    private const int InputSeed = 1;

    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var model = new Argument<string>("MODEL") { Description = "The .tflite model." };
        var runs = CommonOptions.Count("--runs", "How many inferences to measure.", byDefault: 50, least: 1);
        var warmup = CommonOptions.Count("--warmup", "How many inferences to run before, beside the first.", byDefault: 5, least: 0);
        var profile = new Option<bool>("--profile") { Description = "Measure each step too." };
        var backend = CommonOptions.Backend();
        var storage = CommonOptions.Storage();
        var floatStorage = CommonOptions.FloatStorage();
        var json = CommonOptions.JsonOutput();
        var command = new Command("bench", "Measure a model.") { model, backend, storage, floatStorage, runs, warmup, profile, json };
        command.SetAction(parsed =>
        {
            var options = CommonOptions.SessionOptions(
                parsed.GetRequiredValue(backend), parsed.GetValue(storage), parsed.GetValue(floatStorage), keepAllTensors: false);
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
        var cpu = (process.TotalProcessorTime - cpuBefore).TotalMilliseconds / runs;
        Array.Sort(times);
        return new BenchReport(
            model, session.Device, runs, warmup, loaded.TotalMilliseconds, first.TotalMilliseconds, times[0], Statistics.Median(times),
            Statistics.Percentile(times, 95), cpu, session.Memory.ActivationBytes, session.Memory.WeightBytes,
            profile ? [.. session.Profile().Select(s => new StepReport(s.Step, s.Kernel, s.Nanoseconds / 1e6))] : null);

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
                ["weights", Kibibytes(report.WeightBytes)],
            ]);
        if (report.Profile is not { } steps) return;
        var total = steps.Sum(s => s.Ms);
        terminal.Line();
        terminal.Table(
            [new("step"), new("kernel"), new("time", IsNumber: true), new("share", IsNumber: true)],
            [
                .. steps.Select(s => new[]
                {
                    s.Step, s.Kernel, Milliseconds(s.Ms), (total > 0 ? s.Ms / total : 0).ToString("P1", CultureInfo.InvariantCulture),
                }),
            ]);
    }

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F3} ms");

    private static string Kibibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KiB");
}
