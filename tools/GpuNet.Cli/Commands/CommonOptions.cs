using System.CommandLine;
using System.Globalization;
using GpuNet.Cli.Output;
using GpuNet.Devices;

namespace GpuNet.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    private const string TuningFileName = "tuning.txt";

    /// <summary><c>--backend</c>: what runs the model.</summary>
    public static Option<string> Backend()
    {
        var option = new Option<string>("--backend")
        {
            Description = $"What runs the model: {string.Join(", ", Engine.Backends)}.",
            HelpName = "B",
            DefaultValueFactory = _ => Engine.Auto,
        };
        return OneOf(option, Engine.Backends);
    }

    /// <summary><c>--storage</c>: where activations lie.</summary>
    public static Option<string?> Storage() =>
        OneOf(new Option<string?>("--storage") { Description = "Where activations lie: buffer or texture.", HelpName = "S" }, ["buffer", "texture"]);

    /// <summary><c>--float-storage</c>: how floats are stored between operators.</summary>
    public static Option<string?> FloatStorage() => OneOf(
        new Option<string?>("--float-storage") { Description = "How floats are stored between operators: f32 or f16.", HelpName = "F" }, ["f32", "f16"]);

    /// <summary><c>--float-arithmetic</c>: how floats are multiplied and added.</summary>
    public static Option<string?> FloatArithmetic() => OneOf(
        new Option<string?>("--float-arithmetic") { Description = "How convolutions compute floats that are stored in f16: f32 or f16.", HelpName = "F" },
        ["f32", "f16"]);

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> JsonOutput() => new("--json") { Description = "Print one JSON document and nothing else." };

    /// <summary>An option that takes a number of at least <paramref name="least"/>.</summary>
    public static Option<int> Count(string name, string description, int byDefault, int least)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => byDefault };
        option.CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, out var value) && value >= least && value <= 1_000_000) return value;
            result.AddError($"{name} takes a number from {least} to 1000000, not '{result.Tokens[0].Value}'");
            return byDefault;
        };
        return option;
    }

    /// <summary><c>--memory-limit</c>: the most bytes that a model may take on its device.</summary>
    public static Option<long?> MemoryLimit()
    {
        var option = new Option<long?>("--memory-limit") { Description = "The most bytes that the model may take on the device.", HelpName = "BYTES" };
        option.CustomParser = result =>
        {
            if (long.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && value > 0) return value;
            result.AddError($"--memory-limit takes a number of bytes, not '{result.Tokens[0].Value}'");
            return null;
        };
        return option;
    }

    /// <summary>An option that takes a real number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<double> Number(string name, string description, double byDefault, double least, double most)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => byDefault };
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}, not '{text}'"));
            return byDefault;
        };
        return option;
    }

    /// <summary>DATASET: images and their classes.</summary>
    public static Argument<string> Dataset() => new("DATASET")
    {
        Description = "A folder of a folder of images for each class, or of annotations; a .csv or .jsonl list.",
    };

    /// <summary><c>--seed</c>: decides all that is random.</summary>
    public static Option<int> Seed() => Count("--seed", "Decides all that is random: the same seed gives the same file.", byDefault: 1, least: 0);

    /// <summary><c>--tuning-file</c>: measured choices of kernels.</summary>
    public static Option<string?> TuningFile() => new("--tuning-file")
    {
        Description = "The file of measured choices of kernels; else the user's own, if there is one.",
        HelpName = "FILE",
    };

    /// <summary>Lets a session use measured choices of kernels, or measure them.</summary>
    /// <param name="options">The session's other options.</param>
    /// <param name="file">The file that the user names; null for the one in the cache folder.</param>
    /// <param name="measures">Whether what is missing there is measured.</param>
    /// <param name="terminal">Takes warnings.</param>
    public static SessionOptions Tuned(SessionOptions options, string? file, bool measures, Terminal terminal)
    {
        file ??= GpuDevices.CacheFolder is { } folder ? Path.Combine(folder, TuningFileName) : null;
        return options with
        {
            Tuning = measures ? TuningMode.Measure : file is null ? TuningMode.Off : TuningMode.UseFile,
            TuningFile = file,
            OnWarning = terminal.Warn,
        };
    }

    /// <summary>The options of a session.</summary>
    /// <exception cref="UsageException">The reference was asked for a storage; it has none. Or halves are to be computed and not stored.</exception>
    public static SessionOptions SessionOptions(string backend, string? storage, string? floatStorage, string? floatArithmetic, bool keepAllTensors)
    {
        if (backend == Engine.Reference && (storage ?? floatStorage ?? floatArithmetic) is not null)
            throw new UsageException("--storage, --float-storage and --float-arithmetic do not apply to --backend reference.");
        if (floatArithmetic == "f16" && floatStorage != "f16") throw new UsageException("--float-arithmetic f16 takes --float-storage f16.");
        return new SessionOptions
        {
            Storage = storage switch { null => null, "texture" => TensorStorage.TextureArray, _ => TensorStorage.Buffer },
            FloatStorage = floatStorage == "f16" ? GpuNet.FloatStorage.Float16 : GpuNet.FloatStorage.Float32,
            FloatArithmetic = floatArithmetic == "f16" ? GpuNet.FloatArithmetic.Float16 : GpuNet.FloatArithmetic.Float32,
            KeepAllTensors = keepAllTensors,
        };
    }

    /// <summary>Lets an option take some words only, and says which in one line.</summary>
    public static Option<T> OneOf<T>(Option<T> option, IReadOnlyList<string> words)
    {
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!words.Contains(token.Value)) result.AddError($"{option.Name} takes {string.Join(", ", words)}, not '{token.Value}'");
            }
        });
        option.CompletionSources.Add([.. words]);
        return option;
    }
}
