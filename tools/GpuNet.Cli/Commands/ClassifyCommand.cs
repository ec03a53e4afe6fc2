using System.CommandLine;
using System.Globalization;
using GpuNet.Cli.Classification;
using GpuNet.Cli.Output;
using GpuNet.Graphs;
using GpuNet.Images;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet classify</c>: what a model sees in images.</summary>
internal static class ClassifyCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var images = new Argument<string[]>("IMAGE")
        {
            Description = "Image files: JPEG, PNG, WebP, BMP or PPM.",
            Arity = ArgumentArity.OneOrMore,
        };
        // A mistyped option would else be taken for an image.
        images.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.StartsWith('-') && !File.Exists(token.Value)) result.AddError($"there is no option '{token.Value}'");
            }
        });
        var model = new Option<string?>("--model")
        {
            Description = "The .tflite model; left out, the one for drawn shapes that comes with the program.", HelpName = "M",
        };
        var labels = new Option<string?>("--labels")
        {
            Description = "The names of the classes, one a line; left out, those within the model.", HelpName = "L",
        };
        var top = CommonOptions.Count("--top", "How many classes to name.", byDefault: 5, least: 1);
        var backend = CommonOptions.Backend();
        var json = CommonOptions.JsonOutput();
        var command = new Command("classify", "Classify images.") { images, model, labels, backend, top, json };
        command.SetAction(parsed => Classify(
            terminal,
            new Request(
                parsed.GetRequiredValue(images), parsed.GetValue(model), parsed.GetValue(labels), parsed.GetRequiredValue(backend),
                parsed.GetValue(top), parsed.GetValue(json)),
            cancellation));
        return command;
    }

    private static int Classify(Terminal terminal, Request request, CancellationToken cancellation)
    {
        var labels = request.Labels is null ? null : Labels.Read(request.Labels);
        using var engine = new Engine(request.Backend);
        engine.StartOpening();
        var (model, ownLabels) = Load(request.Model);
        labels ??= ownLabels;
        using var session = engine.Open(model, CommonOptions.Tuned(new SessionOptions { Normalisation = Normalisation.SignedUnit }, file: null, measures: false, terminal));
        if (session.Inputs.Count != 1)
            throw new InvalidInputException($"{model.Name}: has {session.Inputs.Count} inputs, so it does not classify an image.");
        var scores = new ClassScores(session.Graph);
        var names = labels?.For(scores.Classes);
        var results = terminal.Map("classify", request.Images, path => One(session, scores, names, path, request.Top), cancellation);

        if (request.AsJson)
            Json.Write(terminal.Output, [.. results.Select(r => r.Report)], Json.Readable.IReadOnlyListClassifyReport);
        else
            Show(terminal, session, [.. results.Where(r => r.Report.Error is null)]);
        foreach (var result in results)
        {
            if (result.Report.Error is { } error) terminal.Fail(error);
        }

        return results.Any(r => r.Report.Error is not null) ? ExitCode.BadInput : ExitCode.Done;
    }

    private static (Model Model, Labels? Labels) Load(string? path)
    {
        if (path is not null) return Labels.Load(path);
        var file = DefaultModel.Read();
        return (Model.Load(file, DefaultModel.Name), Labels.OfModel(file, DefaultModel.Name));
    }

    // A bad image is told in its report, so that the others are still classified; whatever else fails ends the command.
    private static Result One(Session session, ClassScores scores, IReadOnlyList<string>? names, string path, int top)
    {
        byte[] input;
        try
        {
            input = ImageTensor.Create(ImageFile.Read(path), session.Inputs[0].Tensor);
        }
        catch (Exception e) when (e is ImageFormatException or ImageLibraryMissingException)
        {
            return new Result(new ClassifyReport(path, session.Device, [], e.Message), WereLogits: false);
        }

        session.Inputs[0].WriteBytes(input);
        session.Run();
        var output = new byte[session.Outputs[0].Tensor.ByteLength];
        session.Outputs[0].ReadBytes(output);
        var classes = scores.Top(output, top, out var wereLogits)
            .Select(s => new ClassReport(s.Index, names?[s.Index], s.Probability));
        return new Result(new ClassifyReport(path, session.Device, [.. classes], null), wereLogits);
    }

    private static void Show(Terminal terminal, Session session, IReadOnlyList<Result> results)
    {
        if (results.Count > 0) terminal.Line($"device: {session.Device}");
        foreach (var result in results)
        {
            terminal.Line();
            terminal.Table(
                [
                    new(result.WereLogits ? "probability (softmax of the scores)" : "probability", IsNumber: true),
                    new("class", IsNumber: true),
                    new("label"),
                ],
                [
                    .. result.Report.Classes.Select(c => new[]
                    {
                        c.Probability.ToString("P2", CultureInfo.InvariantCulture), c.Index.ToString(CultureInfo.InvariantCulture), c.Label ?? "",
                    }),
                ],
                title: result.Report.Image);
        }
    }

    private sealed record Request(IReadOnlyList<string> Images, string? Model, string? Labels, string Backend, int Top, bool AsJson);

    private sealed record Result(ClassifyReport Report, bool WereLogits);
}
