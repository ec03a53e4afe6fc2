using System.CommandLine;
using GpuNet.Cli.Output;
using GpuNet.Cli.Tensors;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet run</c>: one inference, from files of raw values to files of raw values.</summary>
internal static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "The .tflite model." };
        var inputs = new Option<string[]>("--input")
        {
            Description = "Raw little-endian values of an input, NHWC; [NAME=]FILE, once for each input.",
            HelpName = "FILE",
            Required = true,
        };
        var folder = new Option<string>("--output-dir") { Description = "Where to write INDEX.bin and index.json.", HelpName = "DIR", Required = true };
        var all = new Option<bool>("--all-tensors") { Description = "Write every intermediate tensor too." };
        var backend = CommonOptions.Backend();
        var storage = CommonOptions.Storage();
        var floatStorage = CommonOptions.FloatStorage();
        var floatArithmetic = CommonOptions.FloatArithmetic();
        var command = new Command("run", "Run a model once.") { model, inputs, folder, all, backend, storage, floatStorage, floatArithmetic };
        command.SetAction(parsed =>
        {
            var options = CommonOptions.SessionOptions(
                parsed.GetRequiredValue(backend), parsed.GetValue(storage), parsed.GetValue(floatStorage), parsed.GetValue(floatArithmetic), parsed.GetValue(all));
            using var engine = new Engine(parsed.GetRequiredValue(backend));
            engine.StartOpening();
            var loaded = Model.Load(parsed.GetRequiredValue(model));
            var values = InputFiles.Read(loaded, parsed.GetRequiredValue(inputs));
            using var session = engine.Open(loaded, options);
            InputFiles.Set(session, values);
            session.Run();
            var tensors = options.KeepAllTensors ? session.Readable : session.Outputs;
            TensorFolder.Write(parsed.GetRequiredValue(folder), tensors);
            terminal.Line($"{tensors.Count} {(tensors.Count == 1 ? "tensor" : "tensors")} from {session.Device} in {parsed.GetRequiredValue(folder)}");
            return ExitCode.Done;
        });
        return command;
    }
}
