using System.Text;

namespace GpuNet.Fetching;

/// <summary>
/// What a folder has fetched already: a file of lines <c>URL, tab, file name</c>, appended to as images arrive, so that whatever
/// interrupts a fetch, the next one goes on. Any thread may call it.
/// </summary>
internal sealed class FetchJournal : IDisposable
{
    private const string FileName = "fetched.tsv";
    private const char Separator = '\t';

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly StreamWriter writer;

    /// <summary>Opens the journal of a folder, and reads it.</summary>
    public FetchJournal(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var isWhole = true;
        if (File.Exists(path))
        {
            var text = File.ReadAllText(path, Encoding.UTF8);
            isWhole = text.Length == 0 || text.EndsWith('\n');
            foreach (var line in text.Split('\n'))
            {
                var cells = line.Split(Separator);
                if (cells.Length == 2) files[cells[0]] = cells[1];
            }
        }

        writer = new StreamWriter(path, append: true, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

        // The last line of a run that was ended in the middle of it.
        if (!isWhole) writer.Write('\n');
    }

    /// <summary>The file that an image was stored in, relative to the folder; null where it has not been fetched.</summary>
    public string? Find(string key)
    {
        lock (gate) return files.GetValueOrDefault(key);
    }

    /// <summary>Notes an image.</summary>
    public void Add(string key, string file)
    {
        lock (gate)
        {
            files[key] = file;
            writer.Write($"{key}{Separator}{file}\n");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}
