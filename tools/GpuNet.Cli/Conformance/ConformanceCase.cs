using System.Text.Json;
using GpuNet.Cli.Output;

namespace GpuNet.Cli.Conformance;

/// <summary>A model of one operator with inputs and the expected outputs: a folder of <c>model.tflite</c>, <c>inK.bin</c>,
/// <c>outK.bin</c> and <c>case.json</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Operator">TensorFlow Lite's name of the operator.</param>
/// <param name="ElementType">f32, u8 or i8.</param>
/// <param name="Tolerance">What floats may differ by, see <see cref="TensorDifference.Compare"/>.</param>
internal sealed record ConformanceCase(string Name, string Folder, string Operator, string ElementType, double Tolerance)
{
    /// <summary>The model.</summary>
    public string ModelPath => Path.Combine(Folder, "model.tflite");

    /// <summary>The values of input <paramref name="index"/>.</summary>
    public string InputPath(int index) => Path.Combine(Folder, $"in{index}.bin");

    /// <summary>The expected values of output <paramref name="index"/>.</summary>
    public string OutputPath(int index) => Path.Combine(Folder, $"out{index}.bin");

    /// <summary>Reads the cases in the folders under <paramref name="folder"/>, in the order of their names.</summary>
    /// <exception cref="InvalidInputException">There is none, or the description of one makes no sense.</exception>
    public static IReadOnlyList<ConformanceCase> ReadAll(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException($"{folder}: no such folder of cases.");
        var cases = Directory.GetDirectories(folder)
            .Where(path => File.Exists(Path.Combine(path, "case.json")))
            .Order(StringComparer.Ordinal)
            .Select(Read)
            .ToList();
        return cases.Count > 0 ? cases : throw new InvalidInputException($"{folder}: no folder in it has a case.json.");
    }

    private static ConformanceCase Read(string folder)
    {
        var path = Path.Combine(folder, "case.json");
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), Json.Readable.CaseFile)
                ?? throw new InvalidInputException($"{path}: is null.");
            if (!double.IsFinite(file.Tolerance) || file.Tolerance < 0)
                throw new InvalidInputException($"{path}: a tolerance of {file.Tolerance} makes no sense.");
            return new ConformanceCase(file.Name ?? Path.GetFileName(folder), folder, file.Op, file.Dtype, file.Tolerance);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{path}: {e.Message}", e);
        }
    }
}

/// <summary>What of a <c>case.json</c> is used here.</summary>
internal sealed record CaseFile
{
    /// <summary>The name; that of the folder where it is absent.</summary>
    public string? Name { get; init; }

    /// <summary>TensorFlow Lite's name of the operator.</summary>
    public required string Op { get; init; }

    /// <summary>f32, u8 or i8.</summary>
    public required string Dtype { get; init; }

    /// <summary>What floats may differ by.</summary>
    public required double Tolerance { get; init; }
}
