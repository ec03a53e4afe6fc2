using GpuNet.Testing;
using Microsoft.CodeAnalysis;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>The sources of GpuNet.Core, with the engine's kernels.</summary>
internal static class CoreSources
{
    private static readonly string Folder = Path.Combine(SharedFiles.RepositoryRoot, "src", "GpuNet.Core");

    /// <summary>Every source, by its path relative to the project, in ordinal order.</summary>
    public static IReadOnlyList<(string Path, string Text)> Read() =>
    [
        .. Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(Folder, path).Replace('\\', '/'), Text: File.ReadAllText(path)))
            .Where(file => !file.Path.StartsWith("obj/", StringComparison.Ordinal) && !file.Path.StartsWith("bin/", StringComparison.Ordinal))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    /// <summary>The sources as if the project lay in <paramref name="folder"/>.</summary>
    public static IEnumerable<SyntaxTree> Parse(string folder) => Read().Select(file => GeneratorRun.Parse(file.Text, $"{folder}/{file.Path}"));
}
