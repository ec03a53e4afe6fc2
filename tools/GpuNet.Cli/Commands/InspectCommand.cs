using System.CommandLine;
using GpuNet.Cli.Inspect;
using GpuNet.Cli.Output;
using GpuNet.Cli.Tensors;
using GpuNet.Profiling;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet inspect</c>: how a device would run a model, in the terminal or as a page.</summary>
internal static class InspectCommand
{
    private const int ProfiledRuns = 5;

    public static Command Create(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "The .tflite model." };
        var html = new Option<string?>("--html") { Description = "Write a page to look at in a browser, in place of the table.", HelpName = "FILE" };
        var inputs = new Option<string[]>("--input") { Description = "Run the model on [NAME=]FILE of raw values, and show what each layer gives.", HelpName = "FILE" };
        var profile = new Option<bool>("--profile") { Description = "Run the model, and measure each step." };
        var backend = CommonOptions.Backend();
        var storage = CommonOptions.Storage();
        var floatStorage = CommonOptions.FloatStorage();
        var floatArithmetic = CommonOptions.FloatArithmetic();
        var json = CommonOptions.JsonOutput();
        var command = new Command("inspect", "Show how a device would run a model.") { model, html, inputs, profile, backend, storage, floatStorage, floatArithmetic, json };
        command.SetAction(parsed =>
        {
            var (page, asJson) = (parsed.GetValue(html), parsed.GetValue(json));
            if (page is not null && asJson) throw new UsageException("--html and --json exclude each other.");
            var options = CommonOptions.SessionOptions(
                parsed.GetRequiredValue(backend), parsed.GetValue(storage), parsed.GetValue(floatStorage), parsed.GetValue(floatArithmetic), keepAllTensors: false);
            using var engine = new Engine(parsed.GetRequiredValue(backend));
            if (engine.IsReference) throw new UsageException("--backend reference: the reference makes no plan to inspect.");
            var network = Inspect(
                engine, parsed.GetRequiredValue(model), options, parsed.GetValue(inputs) ?? [], parsed.GetValue(profile));
            network = network with
            {
                Conformance = CommandOf(
                    parsed.GetRequiredValue(model), parsed.GetValue(inputs) ?? [], parsed.GetRequiredValue(backend), parsed.GetValue(storage), parsed.GetValue(floatStorage), parsed.GetValue(floatArithmetic)),
            };
            if (page is not null) Write(terminal, page, InspectPage.Of(network));
            else if (asJson) Json.Write(terminal.Output, network, Json.Readable.InspectedNetwork);
            else InspectView.Show(terminal, network);
            return ExitCode.Done;
        });
        return command;
    }

    // Comparing takes an input, which this need not have.
    private static string CommandOf(string model, string[] inputs, string backend, string? storage, string? floatStorage, string? floatArithmetic) => string.Join(
        ' ',
        [
            "./gpunet conformance --model", model, .. inputs.DefaultIfEmpty("FILE").Select(i => $"--input {i}"), "--backend", backend,
            .. storage is null ? Array.Empty<string>() : [$"--storage {storage}"],
            .. floatStorage is null ? Array.Empty<string>() : [$"--float-storage {floatStorage}"],
            .. floatArithmetic is null ? Array.Empty<string>() : [$"--float-arithmetic {floatArithmetic}"],
        ]);

    private static InspectedNetwork Inspect(Engine engine, string path, SessionOptions options, string[] inputs, bool profile)
    {
        var model = Model.Load(path);
        var network = NetworkInspector.Inspect(model, engine.Device.Info, options);
        if (profile)
        {
            var roof = Roofline.Measure(engine.Device);
            network = network with
            {
                Roof = new InspectedRoof(roof.OperationsPerSecond, roof.BytesPerSecond),
                Steps = Measure(engine, model, options, inputs, network.Steps, roof),
            };
        }

        return inputs.Length == 0 ? network : network with { Values = Read(engine, model, options, inputs, network.Steps) };
    }

    private static List<InspectedStep> Measure(
        Engine engine, Model model, SessionOptions options, string[] inputs, IReadOnlyList<InspectedStep> steps, Roofline roof)
    {
        var values = inputs.Length > 0 ? InputFiles.Read(model, inputs) : [];
        using var session = model.CreateSession(engine.Device, options);
        if (inputs.Length > 0) InputFiles.Set(session, values);
        else foreach (var input in session.Inputs) input.WriteBytes(new byte[input.Tensor.ByteLength]);
        session.Run();
        var times = Enumerable.Range(0, ProfiledRuns).Select(_ => session.Profile()).ToList();
        return [.. steps.Select((step, i) =>
        {
            var ascending = times.Select(t => t[i].Nanoseconds / 1e6).Order().ToArray();
            var (ms, first) = (Statistics.Median(ascending), times[0][i]);
            return step with
            {
                Ms = ms,
                Operations = first.Operations,
                Bytes = first.Bytes,
                RoofFraction = roof.LeastTime(first.Operations, first.Bytes) * 1e3 / Math.Max(ms, 1e-6),
            };
        })];
    }

    private static List<InspectedValues?> Read(
        Engine engine, Model model, SessionOptions options, string[] inputs, IReadOnlyList<InspectedStep> steps)
    {
        var values = InputFiles.Read(model, inputs);
        using var session = model.CreateSession(engine.Device, options with { KeepAllTensors = true });
        InputFiles.Set(session, values);
        session.Run();
        var readable = session.Readable.ToDictionary(t => t.Tensor.Index);
        var byOperator = session.Graph.Operators.ToDictionary(op => op.Index);
        var reader = new ValueReader(steps.Count);
        return [.. steps.Select(step => byOperator.TryGetValue(step.Operator, out var op) && readable.TryGetValue(op.Output, out var tensor)
            ? reader.Read(tensor)
            : null)];
    }

    private static void Write(Terminal terminal, string path, string page)
    {
        try
        {
            File.WriteAllText(path, page);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"--html {path}: {e.Message}", e);
        }

        terminal.Line($"{path}: {page.Length / 1024} KiB; open it in a browser");
    }
}
