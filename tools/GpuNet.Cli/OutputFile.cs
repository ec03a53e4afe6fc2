namespace GpuNet.Cli;

/// <summary>Files that commands write: whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Refuses a path that cannot be written, before hours of work are spent on what goes there.</summary>
    /// <exception cref="IOException">It is a folder.</exception>
    public static void Prepare(string path)
    {
        if (Directory.Exists(path)) throw new IOException($"{path}: is a folder; name a file.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
    }

    /// <summary>Writes a file beside its place and moves it there.</summary>
    public static void Write(string path, byte[] bytes)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }
}
