using Microsoft.Win32.SafeHandles;

namespace GpuNet.Import;

/// <summary>
/// A model's file, open for as long as something refers to it. It is read and not mapped: a file that shrinks under a mapping ends the
/// process, and mapped pages count as the process' memory as others do. Any thread may read.
/// </summary>
internal sealed class ModelFile
{
    /// <summary>Smaller models are read as a whole, and their files closed.</summary>
    private const int SmallestKeptOpen = 1 << 20;

    private readonly string path;
    private readonly SafeFileHandle handle;
    private readonly DateTime written;

    private ModelFile(string path, SafeFileHandle handle, int length)
    {
        this.path = path;
        this.handle = handle;
        Length = length;
        written = File.GetLastWriteTimeUtc(handle);
    }

    /// <summary>How many bytes it has.</summary>
    public int Length { get; }

    /// <summary>Opens a model's file.</summary>
    /// <exception cref="ModelFormatException">It is missing, unreadable, empty or 2 GiB or more.</exception>
    public static ModelBytes Open(string path) => Guard(path, () =>
    {
        var handle = OpenHandle(path, out var length);
        try
        {
            var file = new ModelFile(path, handle, length);
            if (length >= SmallestKeptOpen) return (ModelBytes)new PagedModelBytes(file);
            var bytes = GC.AllocateUninitializedArray<byte>(length);
            file.Read(0, bytes);
            handle.Dispose();
            return ModelBytes.Of(bytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    });

    /// <summary>Opens a model's file to look for what stands behind the model.</summary>
    /// <inheritdoc cref="Open"/>
    public static Stream OpenStream(string path) => Guard(path, () => new FileStream(OpenHandle(path, out _), FileAccess.Read));

    /// <summary>Reads as many bytes as <paramref name="destination"/> takes, which the file has.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="ModelFormatException">They cannot be read, or the file has changed since it was opened.</exception>
    public void Read(int start, Span<byte> destination)
    {
        var done = 0;
        try
        {
            while (done < destination.Length)
            {
                var read = RandomAccess.Read(handle, destination[done..], (long)start + done);
                if (read == 0) break;
                done += read;
            }

            // After reading: a change that comes later is no matter of these bytes.
            if (done == destination.Length && RandomAccess.GetLength(handle) == Length && File.GetLastWriteTimeUtc(handle) == written) return;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception);
        }

        throw Fault(path, "has changed since it was loaded; load it again");
    }

    private static SafeFileHandle OpenHandle(string path, out int length)
    {
        if (Directory.Exists(path)) throw Fault(path, "is a folder, not a file");
        // Whoever wants to replace or delete the file may; Read tells.
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        try
        {
            var bytes = RandomAccess.GetLength(handle);
            if (bytes == 0) throw Fault(path, "is empty");
            if (bytes > Array.MaxLength) throw Fault(path, $"has {bytes} bytes, and a model has less than 2 GiB");
            length = (int)bytes;
            return handle;
        }
        catch (NotSupportedException exception)
        {
            handle.Dispose();
            throw Fault(path, "is a pipe or a device, not a file", exception);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static T Guard<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault(path, "does not exist", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException or OutOfMemoryException)
        {
            throw Unreadable(path, exception);
        }
    }

    private static ModelFormatException Unreadable(string path, Exception exception) =>
        Fault(path, $"cannot be read ({MessageText.OneLine(exception.Message)})", exception);

    private static ModelFormatException Fault(string path, string problem, Exception? inner = null) =>
        new($"The model file '{MessageText.OneLine(path)}' {problem}.", inner);
}
