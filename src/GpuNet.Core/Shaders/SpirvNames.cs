using System.Globalization;
using System.Text;

namespace GpuNet.Shaders;

/// <summary>Friendly names for the ids of a module: those it declares, and those that types and constants suggest.</summary>
internal sealed class SpirvNames
{
    private readonly Dictionary<uint, string> names = [];
    private readonly HashSet<string> taken = [];

    /// <summary>Whether an id has a name that is not its number.</summary>
    public bool IsNamed(uint id) => names.ContainsKey(id);

    /// <summary>The name of an id, or its number.</summary>
    public string this[uint id] =>
        names.TryGetValue(id, out var name) ? name : id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Gives an id a name that is free and made of letters, digits and underscores. The first one stays.</summary>
    public void Add(uint id, string wish)
    {
        if (names.ContainsKey(id)) return;
        var clean = Clean(wish);
        var name = clean;
        for (var i = 0; !taken.Add(name); i++) name = string.Create(CultureInfo.InvariantCulture, $"{clean}_{i}");
        names.Add(id, name);
    }

    private static string Clean(string wish)
    {
        var text = new StringBuilder(wish.Length + 1);

        // What begins with a digit could be taken for the number of an id.
        if (wish.Length == 0 || char.IsAsciiDigit(wish[0])) text.Append('_');
        foreach (var c in wish) text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        return text.ToString();
    }
}
