using System.CommandLine;
using System.Globalization;
using GpuNet.Cli.Output;
using GpuNet.Datasets;
using GpuNet.Metadata;
using GpuNet.Quantising;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet quantize</c>: a float model in integers or half floats.</summary>
internal static class QuantizeCommand
{
    private static readonly string[] Types = ["uint8", "int8", "float16"];

    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var input = new Argument<string>("IN") { Description = "The float .tflite model." };
        var output = new Argument<string>("OUT") { Description = "The .tflite model to write." };
        var images = new Option<string>("--calibrate") { Description = "A folder of images such as the model will see.", HelpName = "DIR", Required = true };
        var type = CommonOptions.OneOf(
            new Option<string>("--type")
            {
                Description = $"What to quantise to: {string.Join(", ", Types)}.", HelpName = "T", DefaultValueFactory = _ => Types[0],
            },
            Types);
        var perTensor = new Option<bool>("--per-tensor") { Description = "Give int8 weights one scale for all channels." };
        var percentile = CommonOptions.Number("--percentile", "The share of activations, in percent, that ranges cover.", byDefault: 100, 50, 100);
        var noCorrection = new Option<bool>("--no-bias-correction") { Description = "Leave the mean error of rounded weights in." };
        var noEqualisation = new Option<bool>("--no-equalisation") { Description = "Leave the ranges of channels as they are." };
        var most = CommonOptions.Count("--images", "The most images to calibrate with.", byDefault: 100, least: 1);
        var backend = CommonOptions.Backend();
        var json = CommonOptions.JsonOutput();
        var command = new Command("quantize", "Quantise a float model after its training.")
        {
            input, output, images, type, perTensor, percentile, noCorrection, noEqualisation, most, backend, json,
        };
        command.SetAction(parsed =>
        {
            var options = new QuantiseOptions(
                parsed.GetValue(type) switch { "uint8" => QuantisedType.UInt8, "int8" => QuantisedType.Int8, _ => QuantisedType.Float16 },
                !parsed.GetValue(perTensor), parsed.GetValue(percentile), !parsed.GetValue(noCorrection), !parsed.GetValue(noEqualisation));
            using var engine = new Engine(parsed.GetRequiredValue(backend));
            var report = Quantise(
                terminal, engine, parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetRequiredValue(images), parsed.GetValue(most),
                options, cancellation);
            if (parsed.GetValue(json)) Json.Write(terminal.Output, report, Json.Readable.QuantizeReport);
            else Show(terminal, report);
            return ExitCode.Done;
        });
        return command;
    }

    private static QuantizeReport Quantise(
        Terminal terminal, Engine engine, string input, string output, string folder, int most, QuantiseOptions options, CancellationToken cancellation)
    {
        OutputFile.Prepare(output);
        var model = Model.Load(input);
        var images = Spread(DatasetReader.Images(folder), most);
        var quantiser = new PostTrainingQuantiser(model, ModelLabels.Read(input), options);
        var device = "";
        var result = terminal.WithBars(bars =>
        {
            bars.Begin("calibrating and comparing", images.Count * quantiser.Passes);
            return quantiser.Run(images, Open, bars.Advance, cancellation);
        });
        OutputFile.Write(output, result.File);
        return new QuantizeReport(
            output, input, options.Type.ToString().ToLowerInvariant(), device, new FileInfo(input).Length, result.File.Length, result.Images, result.SameTop,
            result.Changed, [.. result.Layers.Select(l => new LayerNoiseReport(l.Operator, l.Tensor, double.IsFinite(l.SignalToNoise) ? l.SignalToNoise : null))]);

        Session Open(Model opened)
        {
            var session = engine.Open(opened, new SessionOptions { KeepAllTensors = true });
            device = session.Device;
            return session;
        }
    }

    // Evenly over the folder, so that no class fills the quota.
    private static List<string> Spread(IReadOnlyList<string> images, int most)
    {
        var count = Math.Min(images.Count, most);
        return [.. Enumerable.Range(0, count).Select(i => images[(int)((long)i * images.Count / count)])];
    }

    private static void Show(Terminal terminal, QuantizeReport report)
    {
        terminal.Line($"device: {report.Device}");
        terminal.Table(
            [new("layer"), new("output"), new("signal to noise", IsNumber: true)],
            [
                .. report.Layers.Select(l => new[]
                {
                    l.Operator, l.Tensor, l.SnrDb is { } db ? db.ToString("F1", CultureInfo.InvariantCulture) + " dB" : "exact",
                }),
            ]);
        terminal.Line();
        terminal.Line($"the most probable class is the same for {report.SameTop} of {report.Images} images");
        foreach (var image in report.Changed) terminal.Line($"  changed: {image}");
        terminal.Line($"wrote {report.Model}: {report.Bytes} bytes, from {report.SourceBytes}");
    }
}
