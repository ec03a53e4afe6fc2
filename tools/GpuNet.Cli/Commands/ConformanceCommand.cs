using System.CommandLine;
using System.Diagnostics;
using GpuNet.Cli.Conformance;
using GpuNet.Cli.Output;
using GpuNet.Conformance;
using GpuNet.Devices;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet conformance</c>: does a device compute what TensorFlow Lite defines?</summary>
internal static class ConformanceCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var cases = new Option<string?>("--cases") { Description = "A folder of single-operator cases, in place of GpuNet's own.", HelpName = "DIR" };
        var filter = new Option<string?>("--filter") { Description = "Only cases with this in their name, or that fit a pattern with * or ?.", HelpName = "F" };
        var seed = CommonOptions.Count("--seed", "What GpuNet's own cases are drawn from.", CaseCatalog.DefaultSeed, least: 0);
        var planned = CommonOptions.OneOf(
            new Option<string?>("--planned-for") { Description = "The hardware that own cases are planned for: gpu or software.", HelpName = "P" }, ["gpu", "software"]);
        var model = new Option<string?>("--model") { Description = "Compare the layers of a whole model.", HelpName = "M" };
        var inputs = new Option<string[]>("--input") { Description = "The model's input: [NAME=]FILE of raw values.", HelpName = "FILE" };
        var golden = new Option<string?>("--golden") { Description = "The expected tensors, INDEX.bin; else the reference computes them.", HelpName = "DIR" };
        var report = new Option<string?>("--report") { Description = "Write device, versions and all results as one JSON document.", HelpName = "FILE" };
        var backend = CommonOptions.Backend();
        var storage = CommonOptions.Storage();
        var floatStorage = CommonOptions.FloatStorage();
        var floatArithmetic = CommonOptions.FloatArithmetic();
        var json = CommonOptions.JsonOutput();
        var command = new Command("conformance", "Check a device against the reference.")
        {
            cases, filter, seed, planned, model, inputs, golden, report, backend, storage, floatStorage, floatArithmetic, json,
        };
        command.SetAction(parsed =>
        {
            var request = new Request(
                terminal, parsed.GetRequiredValue(backend), parsed.GetValue(storage), parsed.GetValue(floatStorage), parsed.GetValue(floatArithmetic), parsed.GetValue(planned),
                parsed.GetValue(seed), parsed.GetValue(filter), parsed.GetValue(report), parsed.GetValue(json));
            var (folder, path) = (parsed.GetValue(cases), parsed.GetValue(model));
            if (folder is not null && path is not null) throw new UsageException("--cases and --model exclude each other.");
            if (path is null && (parsed.GetValue(inputs) is { Length: > 0 } || parsed.GetValue(golden) is not null))
                throw new UsageException("--input and --golden go with --model, not with cases.");
            if (path is not null && request.Filter is not null) throw new UsageException("--filter goes with cases, not with --model.");
            // A case is one operator, whose input stays in 32 bits: none would be computed in halves.
            if (path is null && request.FloatArithmetic == "f16") throw new UsageException("--float-arithmetic f16 goes with --model, not with cases.");
            if ((path ?? folder) is not null && (parsed.GetResult(seed) is { Implicit: false } || request.PlannedFor is not null))
                throw new UsageException("--seed and --planned-for go with GpuNet's own cases, not with --cases and --model.");
            return (folder, path) switch
            {
                ({ } d, _) => RunFolder(request, d, cancellation),
                (_, { } m) => RunLayers(request, m, parsed.GetValue(inputs) ?? [], parsed.GetValue(golden)),
                _ => RunOwn(request, cancellation),
            };
        });
        return command;
    }

    private static int RunOwn(Request request, CancellationToken cancellation)
    {
        var ids = OwnCases.Choose(request.Filter);
        using var engine = new Engine(request.Backend);
        if (engine.IsReference) throw new UsageException("--backend reference: GpuNet's own cases compare a device with the reference.");
        var started = Stopwatch.GetTimestamp();
        var cases = new OwnCases(request.Seed, request.Configurations, request.Backend);
        var results = cases.Run(request.Terminal, engine.Device, ids, cancellation);
        return ShowCases(request, engine.Device.Info, $"{engine.Device.Info}", request.Seed, Stopwatch.GetElapsedTime(started), results);
    }

    private static int RunFolder(Request request, string folder, CancellationToken cancellation)
    {
        var nameFilter = new NameFilter(request.Filter);
        var cases = ConformanceCase.ReadAll(folder).Where(c => nameFilter.Matches(c.Name)).ToList();
        if (cases.Count == 0) throw new UsageException($"--filter {request.Filter}: no case in {folder} has such a name.");
        using var engine = new Engine(request.Backend);
        var started = Stopwatch.GetTimestamp();
        var runner = new CaseRunner(engine, request.SessionOptions(keepAllTensors: false));
        var results = request.Terminal.Map("conformance", cases, runner.Run, cancellation)
            .Select(r => r with { Command = request.Reproduce($"--cases {folder} --filter {r.Name}") })
            .ToList();
        return ShowCases(
            request, engine.IsReference ? null : engine.Device.Info, runner.Device ?? "none", seed: null, Stopwatch.GetElapsedTime(started), results);
    }

    private static int ShowCases(
        Request request, DeviceInfo? device, string deviceText, int? seed, TimeSpan elapsed, IReadOnlyList<CaseResult> results)
    {
        var (terminal, totals) = (request.Terminal, Totals.Of(results));
        if (request.ReportPath is { } path) ReportFiles.Write(path, device, seed, model: null, elapsed, results);
        if (request.AsJson)
        {
            var report = new ConformanceReport(
                deviceText, totals.Passed, totals.Failed, totals.Skipped, [.. results.Select(r => r.Report)]);
            Json.Write(terminal.Output, report, Json.Readable.ConformanceReport);
        }
        else
        {
            terminal.Line($"device: {deviceText}");
            ConformanceView.Summary(terminal, results);
            ConformanceView.Failures(terminal, results);
            terminal.Verdict(totals.Failed == 0, $"{totals}{(seed is null ? "" : $"; seed {seed}")}");
        }

        return totals.Failed == 0 ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static int RunLayers(Request request, string model, IReadOnlyList<string> inputs, string? golden)
    {
        var started = Stopwatch.GetTimestamp();
        using var engine = new Engine(request.Backend);
        var (device, results) = NetworkLayers.Run(
            engine, model, inputs, golden, request.SessionOptions(keepAllTensors: true), request.DeviceArguments);
        var totals = Totals.Of(results);
        if (totals.Passed + totals.Failed == 0)
            throw new InvalidInputException($"{golden ?? model}: no tensor to compare; a folder of them has files such as 12.bin.");

        var first = results.FirstOrDefault(r => r.Status == CaseStatus.Failed);
        if (request.ReportPath is { } path)
        {
            ReportFiles.Write(
                path, engine.IsReference ? null : engine.Device.Info, seed: null, model, Stopwatch.GetElapsedTime(started), results);
        }

        if (request.AsJson)
        {
            var report = new LayersReport(
                device, totals.Passed, totals.Failed, totals.Skipped, first?.Name, first is null ? null : string.Join(", ", first.Kernels),
                [.. results.Select(r => r.Report)]);
            Json.Write(request.Terminal.Output, report, Json.Readable.LayersReport);
        }
        else
        {
            request.Terminal.Line($"device: {device}");
            ConformanceView.Layers(request.Terminal, results);
            request.Terminal.Verdict(first is null, first is null
                ? $"{totals}; no layer diverges"
                : $"{totals}; the first layer to diverge is {first.Operator} '{first.Name}'{KernelsOf(first)}: {first.Reason}");
            if (first?.Command is { } command && !engine.IsReference) request.Terminal.Line($"  {command}");
        }

        return first is null ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static string KernelsOf(CaseResult result) => result.Kernels.Count == 0 ? "" : $", computed by {string.Join(", ", result.Kernels)}";

    private sealed record Request(
        Terminal Terminal, string Backend, string? Storage, string? FloatStorage, string? FloatArithmetic, string? PlannedFor, int Seed, string? Filter, string? ReportPath, bool AsJson)
    {
        /// <summary>The configurations that the options leave.</summary>
        public IReadOnlyList<CaseConfiguration> Configurations =>
        [
            .. CaseConfiguration.All.Where(c =>
                (Storage is null || (Storage == "texture") == (c.Storage == TensorStorage.TextureArray))
                && (FloatStorage is null || (FloatStorage == "f16") == (c.Floats == GpuNet.FloatStorage.Float16))
                && (PlannedFor is null || (PlannedFor == "gpu") == (c.Planned == GpuNet.Conformance.PlannedFor.Gpu))),
        ];

        public SessionOptions SessionOptions(bool keepAllTensors) =>
            CommonOptions.SessionOptions(Backend, Storage, FloatStorage, FloatArithmetic, keepAllTensors);

        /// <summary>The options that choose device and storage.</summary>
        public string DeviceArguments
        {
            get
            {
                var storage = Storage is null ? "" : $" --storage {Storage}";
                var floatStorage = FloatStorage is null ? "" : $" --float-storage {FloatStorage}";
                var floatArithmetic = FloatArithmetic is null ? "" : $" --float-arithmetic {FloatArithmetic}";
                return $"--backend {Backend}{storage}{floatStorage}{floatArithmetic}";
            }
        }

        public string Reproduce(string arguments) => $"./gpunet conformance {arguments} {DeviceArguments}";
    }
}
