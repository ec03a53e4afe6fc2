using System.Text.RegularExpressions;
using GpuNet.Testing;

namespace GpuNet.Docs.Tests;

/// <summary>What documents refer to is there, and nothing that only one machine has.</summary>
public sealed partial class LinkTests
{
    [TestCaseSource(typeof(Document), nameof(Document.All))]
    public void Relative_links_lead_somewhere(Document document)
    {
        var dead = Link().Matches(document.Text).Select(m => m.Groups["target"].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal))
            .Where(link => !Path.Exists(document.Target(link)))
            .ToList();
        Assert.That(dead, Is.Empty);
    }

    [TestCaseSource(typeof(Document), nameof(Document.All))]
    public void Files_that_are_named_exist(Document document)
    {
        var absent = NamedFile().Matches(document.Text).Select(m => m.Groups["path"].Value)
            .Where(path => !Path.Exists(Path.Combine(SharedFiles.RepositoryRoot, path)))
            .ToList();
        Assert.That(absent, Is.Empty);
    }

    [TestCaseSource(typeof(Document), nameof(Document.All))]
    public void No_absolute_path_is_named(Document document) =>
        Assert.That(AbsolutePath().Matches(document.Text).Select(m => m.Value), Is.Empty);

    [Test]
    public void The_index_names_every_page()
    {
        var pages = Document.All.Where(d => d.Path.StartsWith("docs", StringComparison.Ordinal)).Select(d => Path.GetFileName(d.Path));
        var index = Document.Read(Path.Combine("docs", "README.md")).Text;
        Assert.That(pages.Where(page => page != "README.md" && !index.Contains($"({page})", StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    // A path in back ticks that begins with a folder of the root, without a wildcard or a word in capitals to fill in.
    [GeneratedRegex(@"`(?![^`]*\b(NAME|FAMILY|KERNEL)\b)(?<path>(src|tools|tests|docs|eng)/[\w./-]*)`")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"(?<![\w.:/~>)}\]-])(/(home|root|usr|opt|tmp|var|etc|mnt|Users|work)/|[A-Za-z]:\\)[\w./\\-]*")]
    private static partial Regex AbsolutePath();
}
