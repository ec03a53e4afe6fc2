namespace GpuNet.Bindings;

/// <summary>The names in an allow-list file: one command or enum a line, <c>?</c> after a command that may be missing.</summary>
internal sealed class GlAllowList
{
    private readonly SortedDictionary<string, bool> commands = new(StringComparer.Ordinal);
    private readonly SortedSet<string> enums = new(StringComparer.Ordinal);

    private GlAllowList()
    {
    }

    /// <summary>The commands in order of their names, and whether each may be missing at run time.</summary>
    public IEnumerable<(string Name, bool Optional)> Commands(string prefix) =>
        commands.Where(c => c.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(c => (c.Key, c.Value));

    /// <summary>The enums in order of their names.</summary>
    public IEnumerable<string> Enums(string prefix) => enums.Where(e => e.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Reads a file; what follows <c>#</c> on a line is a comment.</summary>
    /// <exception cref="BindingsException">A line is not a name, or a name stands there twice.</exception>
    public static GlAllowList Read(string path)
    {
        var list = new GlAllowList();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            var optional = words is [_, "?"];
            if (words.Length > 1 && !optional) throw new BindingsException($"{path}({number}): '{line}' is more than a name.");
            var added = char.IsUpper(words[0][0]) ? list.enums.Add(words[0]) : list.commands.TryAdd(words[0], optional);
            if (!added) throw new BindingsException($"{path}({number}): {words[0]} stands here twice.");
        }

        return list;
    }
}
