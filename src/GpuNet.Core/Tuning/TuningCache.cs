using System.Text;
using GpuNet.Devices;

namespace GpuNet.Tuning;

/// <summary>
/// What was measured to be the fastest way to compute each layer, for one device and driver out of a file that may hold several.
/// What another driver or another version of a kernel was measured for does not count.
/// </summary>
/// <remarks>
/// The file is text. Its first line is <see cref="Title"/>; <c>device</c>, a tab and what names device and driver begins a
/// section, and each line of it has layer, candidate and hash of the shader, with tabs between them.
/// </remarks>
internal sealed class TuningCache : ILayerChooser
{
    /// <summary>The first line of a file.</summary>
    public const string Title = "gpunet tuning 1";

    private const string DeviceWord = "device";
    private const long LongestFile = 16 << 20;

    private readonly Dictionary<string, (string Candidate, string Hash)> choices = new(StringComparer.Ordinal);
    private readonly string device;

    private TuningCache(string device) => this.device = device;

    /// <summary>The layers that a plan asked about and that are not known here.</summary>
    public ISet<string> Missing { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether entries were passed over because their kernels have changed.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Reads the section of a device.</summary>
    /// <param name="path">The file; null for an empty cache.</param>
    /// <param name="info">The device.</param>
    /// <param name="warn">Takes what is wrong with the file, which then counts as empty.</param>
    public static TuningCache Load(string? path, DeviceInfo info, Action<string> warn)
    {
        var cache = new TuningCache(KeyOf(info));
        if (path is null || !File.Exists(path)) return cache;
        try
        {
            if (Sections(path).TryGetValue(cache.device, out var lines)) cache.Read(lines);
            else warn($"The tuning file {path} has nothing for {info}; it is not used.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            cache.choices.Clear();
            warn($"The tuning file {path} is not used: {MessageText.OneLine(e.Message)}");
        }

        return cache;
    }

    /// <inheritdoc/>
    public int Choose(IReadOnlyList<int> operators, string layer, IReadOnlyList<LayerCandidate> candidates)
    {
        // Sessions are forked, and so planned, on any thread.
        lock (choices)
        {
            if (choices.TryGetValue(layer, out var known))
            {
                for (var i = 0; i < candidates.Count; i++)
                {
                    if (candidates[i].Name == known.Candidate && candidates[i].Hash() == known.Hash) return i;
                }

                IsStale = true;
            }

            Missing.Add(layer);
            return 0;
        }
    }

    /// <summary>Remembers the choice for a layer.</summary>
    public void Set(string layer, LayerCandidate candidate) => Set(layer, candidate.Name, candidate.Hash());

    /// <summary>The choice for a network as a whole; null if there is none, or one that was made with other shaders.</summary>
    public string? ChoiceFor(string network, string hash) =>
        choices.TryGetValue(network, out var known) && known.Hash == hash ? known.Candidate : null;

    /// <summary>Remembers a choice.</summary>
    public void Set(string layer, string candidate, string hash)
    {
        choices[layer] = (candidate, hash);
        Missing.Remove(layer);
    }

    /// <summary>Writes the section into the file, beside those of other devices. A failure is a warning: the cache only saves time.</summary>
    public void Save(string path, Action<string> warn)
    {
        try
        {
            var sections = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
            if (File.Exists(path))
            {
                try
                {
                    sections = Sections(path);
                }
                catch (FormatException)
                {
                    // Load has warned of it; it is written anew.
                    sections.Clear();
                }
            }

            sections[device] = [.. choices.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}\t{c.Value.Candidate}\t{c.Value.Hash}")];
            var text = new StringBuilder(Title).Append('\n');
            foreach (var (name, lines) in sections)
            {
                text.Append(DeviceWord).Append('\t').Append(name).Append('\n');
                foreach (var line in lines) text.Append(line).Append('\n');
            }

            CacheFile.Replace(path, Encoding.UTF8.GetBytes(text.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warn($"The tuning file {path} is not saved: {MessageText.OneLine(e.Message)}");
        }
    }

    private static string KeyOf(DeviceInfo info) => MessageText.OneLine($"{info.Backend}, {info.Name}, {info.ApiVersion}, {info.Driver}").Replace('\t', ' ');

    /// <summary>The lines of each section, by its device.</summary>
    private static SortedDictionary<string, List<string>> Sections(string path)
    {
        if (new FileInfo(path).Length > LongestFile) throw new FormatException($"It is longer than {LongestFile} bytes.");
        var lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0] != Title) throw new FormatException($"Its first line is not '{Title}'.");
        var sections = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? section = null;
        for (var i = 1; i < lines.Length; i++)
        {
            var fields = lines[i].Split('\t');
            if (fields is [DeviceWord, var name] && sections.TryAdd(name, section = [])) continue;
            if (section is null || fields.Length != 3) throw new FormatException($"Line {i + 1} is not layer, candidate and hash.");
            section.Add(lines[i]);
        }

        return sections;
    }

    private void Read(List<string> lines)
    {
        foreach (var line in lines)
        {
            var fields = line.Split('\t');
            choices[fields[0]] = (fields[1], fields[2]);
        }
    }
}
