using System.IO.Enumeration;

namespace GpuNet.Cli.Conformance;

/// <summary>Chooses cases by name: a pattern with <c>*</c> or <c>?</c> for the whole name, else a part of it.</summary>
/// <param name="pattern">The pattern; null chooses every case.</param>
internal sealed class NameFilter(string? pattern)
{
    /// <summary>Whether <paramref name="name"/> is chosen.</summary>
    public bool Matches(string name)
    {
        if (pattern is null) return true;
        return pattern.AsSpan().ContainsAny('*', '?')
            ? FileSystemName.MatchesSimpleExpression(pattern, name)
            : name.Contains(pattern, StringComparison.OrdinalIgnoreCase);
    }
}
