using System.Buffers.Binary;
using System.Globalization;

namespace GpuNet.Devices;

/// <summary>
/// A file that keeps from one process to the next what takes long to make: 8 bytes that say of what kind it is, a checksum of
/// 8 bytes, then the data. What reads it trusts its data, so a damaged file must not be taken for a sound one. For backends.
/// </summary>
public static class CacheFile
{
    private const int EnvelopeBytes = 16;

    /// <summary>The data of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">The 8 bytes that it must begin with.</param>
    /// <returns>Null if there is no such file, or it is of another kind or damaged.</returns>
    /// <exception cref="IOException">The file is there and does not open.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static byte[]? Read(string path, ReadOnlySpan<byte> kind)
    {
        if (!File.Exists(path)) return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        Span<byte> envelope = stackalloc byte[EnvelopeBytes];
        if (file.ReadAtLeast(envelope, EnvelopeBytes, throwOnEndOfStream: false) < EnvelopeBytes || !envelope.StartsWith(kind)) return null;
        if (file.Length > Array.MaxLength) return null;
        var data = new byte[file.Length - EnvelopeBytes];
        file.ReadExactly(data);
        return BinaryPrimitives.ReadUInt64LittleEndian(envelope[kind.Length..]) == Checksum(data) ? data : null;
    }

    /// <summary>Writes a file, and its folder where there is none. Another process sees the old file or the new one, never a part.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">8 bytes to begin with.</param>
    /// <param name="data">What follows.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        if (kind.Length != sizeof(ulong)) throw new ArgumentException("A kind is 8 bytes.", nameof(kind));
        var bytes = new byte[EnvelopeBytes + data.Length];
        kind.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(kind.Length), Checksum(data));
        data.CopyTo(bytes.AsSpan(EnvelopeBytes));
        Replace(path, bytes);
    }

    /// <summary>Writes a whole file at once, as <see cref="Write"/> does, without kind and checksum.</summary>
    /// <inheritdoc cref="Write"/>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write)) file.Write(bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>A name for the file that keeps what was made of these bytes: 16 hexadecimal digits. Others may have the same.</summary>
    public static string NameOf(ReadOnlySpan<byte> source) => Checksum(source).ToString("x16", CultureInfo.InvariantCulture);

    // FNV-1a over words of 64 bits, the last filled up with zeros: enough to notice a torn or damaged file. The length counts too.
    private static ulong Checksum(ReadOnlySpan<byte> data)
    {
        const ulong Prime = 1099511628211UL;
        var hash = (14695981039346656037UL ^ (ulong)data.Length) * Prime;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..]) hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var value in data) hash = Mix(hash, value);
        return hash;

        // A multiplication carries only upwards, so the upper half is brought down.
        static ulong Mix(ulong hash, ulong word)
        {
            hash = (hash ^ word) * Prime;
            return hash ^ (hash >> 32);
        }
    }
}
