using GpuNet.Cli.Output;
using GpuNet.Graphs;

namespace GpuNet.Cli.Tensors;

/// <summary>A folder of tensors: <c>INDEX.bin</c> for each, and <c>index.json</c> that describes them.</summary>
internal static class TensorFolder
{
    /// <summary>Writes tensors of a session that has run.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<SessionTensor> tensors)
    {
        Directory.CreateDirectory(folder);
        foreach (var tensor in tensors)
        {
            var bytes = new byte[tensor.Tensor.ByteLength];
            tensor.ReadBytes(bytes);
            File.WriteAllBytes(PathOf(folder, tensor.Tensor), bytes);
        }

        using var index = new StreamWriter(Path.Combine(folder, "index.json"));
        Json.Write(index, [.. tensors.Select(t => EntryOf(t.Tensor))], Json.Readable.IReadOnlyListTensorEntry);
    }

    /// <summary>Gives the bytes of tensors from their files in a folder, and null for those that have none.</summary>
    /// <exception cref="InvalidInputException">There is no such folder.</exception>
    public static Func<Tensor, byte[]?> Reader(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException($"{folder}: no such folder of tensors.");
        return tensor => File.Exists(PathOf(folder, tensor)) ? RawFile.Read(PathOf(folder, tensor), tensor) : null;
    }

    /// <summary>The file of a tensor.</summary>
    public static string PathOf(string folder, Tensor tensor) => Path.Combine(folder, $"{tensor.Index}.bin");

    private static TensorEntry EntryOf(Tensor tensor) => new(
        tensor.Index, tensor.Name, tensor.Type.ToString().ToUpperInvariant(), tensor.Shape.Extents,
        tensor.Quantisation?.Scales ?? [], tensor.Quantisation?.ZeroPoints ?? []);
}
