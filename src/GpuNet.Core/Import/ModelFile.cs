namespace GpuNet.Import;

/// <summary>
/// Reads a model's file once. A mapping would save the copy, but a file that shrinks under a mapping ends the process,
/// and bad input must not.
/// </summary>
internal static class ModelFile
{
    /// <summary>The bytes of the file.</summary>
    /// <exception cref="ModelFormatException">It is missing, unreadable, empty or 2 GiB or more.</exception>
    public static ReadOnlyMemory<byte> Read(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw Fault(path, "is a folder, not a file");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (!stream.CanSeek) throw Fault(path, "is a pipe or a device, not a file");
            if (stream.Length == 0) throw Fault(path, "is empty");
            if (stream.Length > Array.MaxLength) throw Fault(path, $"has {stream.Length} bytes, and a model has less than 2 GiB");
            var bytes = GC.AllocateUninitializedArray<byte>((int)stream.Length);
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault(path, "does not exist", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException or OutOfMemoryException)
        {
            throw Fault(path, $"cannot be read ({MessageText.OneLine(exception.Message)})", exception);
        }
    }

    private static ModelFormatException Fault(string path, string problem, Exception? inner = null) =>
        new($"The model file '{MessageText.OneLine(path)}' {problem}.", inner);
}
