using GpuNet.Testing;

namespace GpuNet.Docs.Tests;

/// <summary>A document of the repository.</summary>
/// <param name="Path">Relative to the root.</param>
/// <param name="Text">What stands in it.</param>
public sealed record Document(string Path, string Text)
{
    /// <summary>The documents at the root and in docs/.</summary>
    public static IEnumerable<Document> All =>
        Directory.EnumerateFiles(SharedFiles.RepositoryRoot, "*.md")
            .Concat(Directory.EnumerateFiles(System.IO.Path.Combine(SharedFiles.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .Select(path => Read(System.IO.Path.GetRelativePath(SharedFiles.RepositoryRoot, path)));

    /// <summary>Reads a document.</summary>
    public static Document Read(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(SharedFiles.RepositoryRoot, path)));

    /// <summary>The folder or file that a link in the document leads to.</summary>
    public string Target(string link) => System.IO.Path.GetFullPath(
        System.IO.Path.Combine(SharedFiles.RepositoryRoot, System.IO.Path.GetDirectoryName(Path)!, link));

    /// <inheritdoc/>
    public override string ToString() => Path;
}
