using System.Text.Json;

namespace GpuNet.Testing;

/// <summary>A model of one operator with inputs and expected outputs: a folder of <c>../shared/conformance</c>.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Op">TensorFlow Lite's name of the operator.</param>
/// <param name="DType">f32, u8 or i8.</param>
/// <param name="ModelPath">The model.</param>
/// <param name="Inputs">The inputs that are set.</param>
/// <param name="Outputs">The outputs that are expected.</param>
/// <param name="Tolerance">Absolute, or relative to the greatest magnitude that is expected, whichever allows more; 0 for integers.</param>
public sealed record OperatorCase(
    string Name, string Op, string DType, string ModelPath,
    IReadOnlyList<CaseTensor> Inputs, IReadOnlyList<CaseTensor> Outputs, double Tolerance)
{
    /// <summary>The names of all cases, for a test's source; none where <c>../shared</c> is absent.</summary>
    public static IEnumerable<string> Names => SharedFiles.Folders("conformance");

    /// <summary>Reads a case.</summary>
    public static OperatorCase Load(string name)
    {
        var folder = Path.Combine(SharedFiles.Root, "conformance", name);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
        var root = document.RootElement;
        return new OperatorCase(
            name,
            root.GetProperty("op").GetString()!,
            root.GetProperty("dtype").GetString()!,
            Path.Combine(folder, "model.tflite"),
            Tensors(root.GetProperty("inputs"), folder, "in"),
            Tensors(root.GetProperty("outputs"), folder, "out"),
            root.GetProperty("tolerance").GetDouble());
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static CaseTensor[] Tensors(JsonElement list, string folder, string prefix) =>
        [.. list.EnumerateArray().Select((item, i) =>
            new CaseTensor(item.GetProperty("index").GetInt32(), Path.Combine(folder, $"{prefix}{i}.bin")))];
}

/// <summary>A tensor whose elements stand in a file, in the tensor's own type, NHWC, little-endian.</summary>
/// <param name="Index">Its index in the model.</param>
/// <param name="Path">The file.</param>
public sealed record CaseTensor(int Index, string Path)
{
    /// <summary>The elements' bytes.</summary>
    public byte[] Read() => File.ReadAllBytes(Path);
}
