using NUnit.Framework;

namespace GpuNet.Testing;

/// <summary>
/// The models, images and expected outputs that stand in <c>../shared</c>, beside the repository. A clone of the repository
/// alone has none of them: tests that need them are skipped then, and say so.
/// </summary>
public static class SharedFiles
{
    /// <summary>The repository's root: the folder of GpuNet.sln, above the test's own.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The folder, whether it is there or not.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared"));

    /// <summary>Whether the folder is there.</summary>
    public static bool Exist => Directory.Exists(Root);

    /// <summary>Skips the running test where the folder is absent.</summary>
    public static void Require()
    {
        if (!Exist) Assert.Ignore("../shared, with models and expected outputs, is not there.");
    }

    /// <summary>The path of a model in <c>../shared/models</c>; skips the running test where the folder is absent.</summary>
    public static string Model(string fileName)
    {
        Require();
        return Path.Combine(Root, "models", fileName);
    }

    /// <summary>The names of the folders of <c>../shared/<paramref name="folder"/></c>, sorted; none where it is absent.</summary>
    internal static IEnumerable<string> Folders(params string[] folder)
    {
        var path = Path.Combine([Root, .. folder]);
        if (!Directory.Exists(path)) return [];
        return Directory.GetDirectories(path).Select(found => Path.GetFileName(found)).Order(StringComparer.Ordinal);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GpuNet.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds GpuNet.sln.");
    }
}
