using System.Text.RegularExpressions;
using GpuNet.Cli;
using GpuNet.Testing;

namespace GpuNet.Docs.Tests;

/// <summary>docs/command-line.md has every command, option and environment variable, and no other.</summary>
public sealed partial class CommandLineTests
{
    private static string Page => Document.Read(Path.Combine("docs", "command-line.md")).Text;

    private static readonly string[] Commands =
        [.. CommandName().Matches(Help()).Select(m => m.Groups["name"].Value)];

    [Test]
    public void Every_command_has_a_section()
    {
        Assert.That(Commands, Has.Length.GreaterThan(4));
        Assert.That(Commands.Where(c => !Page.Contains($"\n## {c}\n", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_option_is_described_and_no_other()
    {
        string[][] subcommands = [["shaders", "list"], ["shaders", "show"], ["shaders", "write"], ["shaders", "check"]];
        var known = Commands.Select(c => new[] { c }).Concat(subcommands).Append([])
            .SelectMany(c => Option().Matches(Help(c)).Select(m => m.Value)).ToHashSet();
        var described = Option().Matches(Page).Select(m => m.Value).ToHashSet();
        Assert.That(described, Is.EquivalentTo(known));
    }

    [Test]
    public void Every_environment_variable_is_described_and_no_other()
    {
        var used = new[] { "src", "tools", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SharedFiles.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(path => Variable().Matches(File.ReadAllText(path)).Select(m => m.Value)).ToHashSet();
        Assert.That(Variable().Matches(Page).Select(m => m.Value).ToHashSet(), Is.EquivalentTo(used));
    }

    private static string Help(params string[] command)
    {
        using var output = new StringWriter();
        Assert.That(Program.Run([.. command, "--help"], output, TextWriter.Null), Is.Zero);
        return output.ToString();
    }

    [GeneratedRegex(@"(?<=\nCommands:\r?\n(.*\n)*)  (?<name>[a-z]+)\b")]
    private static partial Regex CommandName();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]*")]
    private static partial Regex Option();

    [GeneratedRegex(@"\bGPUNET_[A-Z_]*[A-Z]\b")]
    private static partial Regex Variable();
}
