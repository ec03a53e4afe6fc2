using System.Text.RegularExpressions;
using GpuNet.Testing;

namespace GpuNet.Metal.Tests;

/// <summary>The README of the backend lists what it calls, and nothing else: the stand-in and a reader with Apple's headers rely on it.</summary>
internal sealed partial class CallListTests
{
    private static readonly string Folder = Path.Combine(SharedFiles.RepositoryRoot, "src", "GpuNet.Backends.Metal");

    [Test]
    public void Every_selector_is_listed() =>
        Assert.That(Listed(SelectorInTable()), Is.EquivalentTo(InSources(SelectorInSource())));

    [Test]
    public void Every_class_is_listed()
    {
        var readme = File.ReadAllText(Path.Combine(Folder, "README.md"));
        foreach (var name in InSources(ClassInSource())) Assert.That(readme, Does.Match($@"(?m)^\|.*\b{name}\b"), name);
    }

    [Test]
    public void Every_function_is_listed()
    {
        var readme = File.ReadAllText(Path.Combine(Folder, "README.md"));
        foreach (var name in InSources(FunctionInSource())) Assert.That(readme, Does.Match($@"(?m)^\|.*\b{name}\b"), name);
    }

    // The second column; one row may list several.
    [GeneratedRegex(@"(?m)^\|[^|]*\|\s*((?:`[A-Za-z0-9:]+`(?:, )?)+)\s*\| `")]
    private static partial Regex SelectorInTable();

    [GeneratedRegex(@"Selector \w+ = new\(\s*""([^""]+)""u8\)")]
    private static partial Regex SelectorInSource();

    [GeneratedRegex(@"ObjectiveCClass Class = new\(""(\w+)""u8\)")]
    private static partial Regex ClassInSource();

    [GeneratedRegex(@"(?:EntryPoint = |static partial \S+ )""?((?:objc_|sel_|MTL)\w+)")]
    private static partial Regex FunctionInSource();

    private static HashSet<string> Listed(Regex row) =>
        [.. row.Matches(File.ReadAllText(Path.Combine(Folder, "README.md"))).SelectMany(m => m.Groups[1].Value.Split(", ")).Select(name => name.Trim('`', ' '))];

    private static HashSet<string> InSources(Regex pattern)
    {
        var found = Directory.EnumerateFiles(Path.Combine(Folder, "Interop"), "*.cs")
            .SelectMany(path => pattern.Matches(File.ReadAllText(path)))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        Assert.That(found, Is.Not.Empty, $"{pattern}");
        return found;
    }
}
