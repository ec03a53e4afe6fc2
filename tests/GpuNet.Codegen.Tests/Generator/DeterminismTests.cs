using GpuNet.Kernels;
using Microsoft.CodeAnalysis;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>What is generated depends on the text of the sources alone.</summary>
[TestFixture]
public sealed class DeterminismTests
{
    [Test]
    public void Two_builds_generate_the_same_bytes()
    {
        var first = Generate(CoreSources.Parse("/first"));
        var second = Generate(CoreSources.Parse("C:/elsewhere/second").Reverse());

        Assert.That(first, Has.Count.EqualTo(KernelCatalog.All.Count));
        Assert.That(second.Keys, Is.EquivalentTo(first.Keys));
        foreach (var (file, text) in first)
            Assert.That(second[file] == text, $"{file} differs between two builds of the same sources.");
    }

    private static Dictionary<string, string> Generate(IEnumerable<SyntaxTree> sources)
    {
        var driver = GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(
            GeneratorRun.CoreProject(sources), out var output, out var diagnostics);
        Assert.That(diagnostics, Is.Empty);
        Assert.That(output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty);
        return driver.GetRunResult().Results.Single().GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString());
    }
}
