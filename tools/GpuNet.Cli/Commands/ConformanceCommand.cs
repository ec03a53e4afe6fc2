using System.CommandLine;
using GpuNet.Cli.Conformance;
using GpuNet.Cli.Output;
using GpuNet.Cli.Tensors;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet conformance</c>: does a device compute what TensorFlow Lite defines?</summary>
internal static class ConformanceCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var cases = new Option<string?>("--cases") { Description = "A folder of single-operator cases.", HelpName = "DIR" };
        var filter = new Option<string?>("--filter") { Description = "Only cases with this in their name, or that fit a pattern with * or ?.", HelpName = "F" };
        var model = new Option<string?>("--model") { Description = "Compare the tensors of a whole model.", HelpName = "M" };
        var inputs = new Option<string[]>("--input") { Description = "The model's input: [NAME=]FILE of raw values.", HelpName = "FILE" };
        var golden = new Option<string?>("--golden") { Description = "The expected tensors, INDEX.bin; else the reference computes them.", HelpName = "DIR" };
        var backend = CommonOptions.Backend();
        var storage = CommonOptions.Storage();
        var floatStorage = CommonOptions.FloatStorage();
        var json = CommonOptions.JsonOutput();
        var command = new Command("conformance", "Check a device against the reference.")
        {
            cases, filter, model, inputs, golden, backend, storage, floatStorage, json,
        };
        command.SetAction(parsed =>
        {
            var request = new Request(
                parsed.GetRequiredValue(backend), parsed.GetValue(storage), parsed.GetValue(floatStorage), parsed.GetValue(json));
            switch (parsed.GetValue(cases), parsed.GetValue(model))
            {
                case ({ }, { }):
                    throw new UsageException("--cases and --model exclude each other.");
                case ({ } folder, null):
                    if (parsed.GetValue(inputs) is { Length: > 0 } || parsed.GetValue(golden) is not null)
                        throw new UsageException("--input and --golden go with --model, not with --cases.");
                    return RunCases(terminal, request, folder, parsed.GetValue(filter), cancellation);
                case (null, { } path):
                    if (parsed.GetValue(filter) is not null) throw new UsageException("--filter goes with --cases, not with --model.");
                    return RunLayers(terminal, request, path, parsed.GetValue(inputs) ?? [], parsed.GetValue(golden));
                default:
                    throw new UsageException("conformance needs --cases DIR, or --model M --input FILE.");
            }
        });
        return command;
    }

    private static int RunCases(Terminal terminal, Request request, string folder, string? filter, CancellationToken cancellation)
    {
        var nameFilter = new NameFilter(filter);
        var cases = ConformanceCase.ReadAll(folder).Where(c => nameFilter.Matches(c.Name)).ToList();
        if (cases.Count == 0) throw new UsageException($"--filter {filter}: no case in {folder} has such a name.");
        using var engine = new Engine(request.Backend);
        var runner = new CaseRunner(engine, request.SessionOptions(keepAllTensors: false));
        var results = terminal.Map("conformance", cases, runner.Run, cancellation);
        var totals = Totals.Of(results);
        if (request.AsJson)
        {
            var report = new ConformanceReport(
                runner.Device ?? "none", totals.Passed, totals.Failed, totals.Skipped, [.. results.Select(r => r.Report)]);
            Json.Write(terminal.Output, report, Json.Readable.ConformanceReport);
        }
        else
        {
            terminal.Line($"device: {runner.Device ?? "none"}");
            ConformanceView.Summary(terminal, results);
            ConformanceView.Failures(terminal, results, r => request.Reproduce($"--cases {folder} --filter {r.Name}"));
            terminal.Verdict(totals.Failed == 0, totals.ToString());
        }

        return totals.Failed == 0 ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static int RunLayers(Terminal terminal, Request request, string model, IReadOnlyList<string> inputs, string? golden)
    {
        var options = request.SessionOptions(keepAllTensors: true);
        using var engine = new Engine(request.Backend);
        using var session = engine.Open(model, options);
        InputFiles.Load(session, inputs);
        session.Run();
        var device = session.Device;
        var results = golden is not null
            ? LayerComparison.Compare(session, options.FloatStorage, LayerComparison.FromFolder(golden))
            : BesideReference();
        var totals = Totals.Of(results);
        if (totals.Passed + totals.Failed == 0)
            throw new InvalidInputException($"{golden ?? model}: no tensor to compare; a folder of them has files such as {session.Graph.Outputs[0]}.bin.");

        var first = results.FirstOrDefault(r => r.Status == CaseStatus.Failed);
        if (request.AsJson)
        {
            var report = new LayersReport(
                device, totals.Passed, totals.Failed, totals.Skipped, first?.Name, [.. results.Select(r => r.Report)]);
            Json.Write(terminal.Output, report, Json.Readable.LayersReport);
        }
        else
        {
            terminal.Line($"device: {device}");
            ConformanceView.Layers(terminal, results);
            terminal.Verdict(first is null, first is null
                ? $"{totals}; no tensor diverges"
                : $"{totals}; the first tensor to diverge is '{first.Name}' of {first.Operator}: {first.Reason}");
        }

        return first is null ? ExitCode.Done : ExitCode.CheckFailed;

        IReadOnlyList<CaseResult> BesideReference()
        {
            using var referenceEngine = new Engine(Engine.Reference);
            using var reference = referenceEngine.Open(model, new SessionOptions { KeepAllTensors = true });
            InputFiles.Load(reference, inputs);
            reference.Run();
            return LayerComparison.Compare(session, options.FloatStorage, LayerComparison.FromSession(reference));
        }
    }

    private sealed record Request(string Backend, string? Storage, string? FloatStorage, bool AsJson)
    {
        public SessionOptions SessionOptions(bool keepAllTensors) =>
            CommonOptions.SessionOptions(Backend, Storage, FloatStorage, keepAllTensors);

        public string Reproduce(string arguments)
        {
            var storage = Storage is null ? "" : $" --storage {Storage}";
            var floatStorage = FloatStorage is null ? "" : $" --float-storage {FloatStorage}";
            return $"./gpunet conformance {arguments} --backend {Backend}{storage}{floatStorage}";
        }
    }
}
