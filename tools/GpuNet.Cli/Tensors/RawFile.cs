using GpuNet.Graphs;

namespace GpuNet.Cli.Tensors;

/// <summary>Files of raw values, little-endian, in a tensor's own type and order (NHWC).</summary>
internal static class RawFile
{
    /// <summary>Reads the bytes of <paramref name="tensor"/>.</summary>
    /// <exception cref="InvalidInputException">There is no such file, or it has another length.</exception>
    public static byte[] Read(string path, Tensor tensor)
    {
        if (Directory.Exists(path)) throw new InvalidInputException($"{path}: is a folder, not the values of {tensor}.");
        if (!File.Exists(path)) throw new InvalidInputException($"{path}: no such file.");
        var length = new FileInfo(path).Length;
        if (length != tensor.ByteLength) throw new InvalidInputException($"{path}: has {length} bytes, and {tensor} has {tensor.ByteLength}.");
        return File.ReadAllBytes(path);
    }
}
