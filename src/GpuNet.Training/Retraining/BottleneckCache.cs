using System.Buffers.Binary;
using GpuNet.Images;

namespace GpuNet.Retraining;

/// <summary>
/// Bottlenecks on disk, by the content of the network and of the image: one file each, which is written whole or not at all, so
/// that a run that was interrupted goes on where it stopped.
/// </summary>
public sealed class BottleneckCache
{
    private readonly string folder;
    private readonly int length;

    /// <summary>The bottlenecks of one network.</summary>
    /// <param name="root">The folder of all bottlenecks.</param>
    /// <param name="extractor">The network.</param>
    public BottleneckCache(string root, FeatureExtractor extractor)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        folder = Path.Combine(root, extractor.Key[..32]);
        length = checked((int)extractor.Output.ByteLength);
    }

    /// <summary>The folder that users' caches lie in: <c>$XDG_CACHE_HOME/gpunet/bottlenecks</c>, or its like on other systems.</summary>
    public static string DefaultFolder
    {
        get
        {
            var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named
                : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(home, "gpunet", "bottlenecks");
        }
    }

    /// <summary>Whether there is a file for an image; it may still turn out damaged.</summary>
    public bool Has(string key) => File.Exists(PathOf(key));

    /// <summary>The bytes of an image's features in the network's own type, or null where they are not there or damaged.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public byte[]? Find(string key)
    {
        var path = PathOf(key);
        if (!File.Exists(path)) return null;
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length != length + sizeof(uint)) return null;
        var check = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(length));
        return check == Crc32.Castagnoli(bytes.AsSpan(0, length)) ? bytes[..length] : null;
    }

    /// <summary>Keeps the bytes of an image's features.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Add(string key, ReadOnlySpan<byte> features)
    {
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = new byte[length + sizeof(uint)];
        features.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(length), Crc32.Castagnoli(features));

        // Another process may be writing the same.
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, file);
        File.Move(temporary, path, overwrite: true);
    }

    private string PathOf(string key) => Path.Combine(folder, key[..2], $"{key}.bin");
}
