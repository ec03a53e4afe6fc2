using System.Text.Json;

namespace GpuNet.Testing;

/// <summary>What TensorFlow Lite's reference kernels make of an image: a folder of <c>../shared/golden/MODEL</c>.</summary>
/// <param name="Model">The model's name, without its ending.</param>
/// <param name="Image">The image's name.</param>
/// <param name="ModelPath">The model.</param>
/// <param name="Input">The image as the model's input takes it.</param>
/// <param name="InputType">The input's type in TensorFlow Lite's words: FLOAT32, UINT8 or INT8.</param>
/// <param name="Tensors">The expected tensors, in the order in which they are computed.</param>
public sealed record Golden(string Model, string Image, string ModelPath, CaseTensor Input, string InputType, IReadOnlyList<GoldenTensor> Tensors)
{
    /// <summary>Model and image of all goldens, for a test's source; none where <c>../shared</c> is absent.</summary>
    public static IEnumerable<object[]> Names =>
        SharedFiles.Folders("golden").SelectMany(model => SharedFiles.Folders("golden", model).Select(image => new object[] { model, image }));

    /// <summary>Reads a golden.</summary>
    public static Golden Load(string model, string image)
    {
        var folder = Path.Combine(SharedFiles.Root, "golden", model, image);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "index.json")));
        var root = document.RootElement;
        var input = root.GetProperty("input");
        return new Golden(
            model,
            image,
            Path.Combine(SharedFiles.Root, "models", root.GetProperty("model").GetString()!),
            new CaseTensor(input.GetProperty("index").GetInt32(), Path.Combine(folder, input.GetProperty("file").GetString()!)),
            input.GetProperty("dtype").GetString()!,
            [.. root.GetProperty("tensors").EnumerateArray().Select(item => Tensor(item, folder))]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Model}/{Image}";

    private static GoldenTensor Tensor(JsonElement item, string folder)
    {
        var index = item.GetProperty("index").GetInt32();
        return new GoldenTensor(index, item.GetProperty("producer_op").GetString()!, Path.Combine(folder, $"{index}.bin"));
    }
}

/// <summary>A tensor of a golden.</summary>
/// <param name="Index">Its index in the model.</param>
/// <param name="ProducerOp">TensorFlow Lite's name of the operator that writes it.</param>
/// <param name="Path">The file of its elements: the tensor's own type, NHWC, little-endian.</param>
public sealed record GoldenTensor(int Index, string ProducerOp, string Path)
{
    /// <summary>The elements' bytes.</summary>
    public byte[] Read() => File.ReadAllBytes(Path);
}
