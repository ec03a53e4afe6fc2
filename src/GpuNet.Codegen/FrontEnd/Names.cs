using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>
/// Gives every name of a kernel a form that is free in GLSL and MSL: the C# name wherever it can be, else with a number or
/// <c>_v</c> behind it. An underscore and a number never end a name: passes make copies of locals that are called so.
/// </summary>
internal sealed class Names
{
    /// <summary>What GLSL puts behind the name of a buffer to name its block.</summary>
    public const string BlockSuffix = "Block";

    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>A name that nothing else in the kernel has.</summary>
    /// <param name="name">The name in C#.</param>
    /// <param name="use">What it becomes.</param>
    public string Unique(string name, NameUse use) => Unique(name, use, taken.Add);

    /// <summary>A name for a resource, whose block in GLSL has a name as well.</summary>
    public string UniqueResource(string name) => Unique(
        name, NameUse.Global, candidate => !taken.Contains(candidate + BlockSuffix) && taken.Add(candidate) && taken.Add(candidate + BlockSuffix));

    private static string Unique(string name, NameUse use, Func<string, bool> take)
    {
        var safe = Safe(name);
        for (var i = 1; ; i++)
        {
            var candidate = i == 1 ? safe : $"{safe}{i}";
            if (ReservedWords.Contain(candidate, use) || EndsInNumber(candidate)) candidate += "_v";
            if (take(candidate)) return candidate;
        }
    }

    private static string Safe(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            var isWord = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';
            if (!isWord) text.Append('u').Append(((int)c).ToString("x4"));
            // Two underscores in a row are reserved in GLSL.
            else if (c != '_' || text.Length == 0 || text[text.Length - 1] != '_') text.Append(c);
        }

        // Something may be put behind the name.
        var safe = text.ToString().TrimEnd('_');
        // GLSL keeps this prefix to itself, also where something is put behind.
        if (safe.StartsWith("gl_", StringComparison.OrdinalIgnoreCase)) safe = safe.Remove(2, 1);
        return safe.Length == 0 ? "unnamed" : safe;
    }

    private static bool EndsInNumber(string name)
    {
        var last = name.LastIndexOf('_');
        return last >= 0 && last + 1 < name.Length && name.Skip(last + 1).All(char.IsDigit);
    }
}
