using System.Reflection;
using GpuNet.Testing;
using Microsoft.CodeAnalysis;

namespace GpuNet.Codegen.Tests.Diagnostics;

/// <summary>No diagnostic goes without a test and a line in the list of releases.</summary>
[TestFixture]
public sealed class CoverageTests
{
    // No source gives it: that would be an error of the compiler itself.
    private const string InternalError = "GPUN0099";

    private static readonly DiagnosticDescriptor[] Descriptors =
    [
        .. typeof(KernelGenerator).Assembly.GetType("GpuNet.Codegen.Diagnostics.KernelDiagnostics", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>(),
    ];

    [Test]
    public void Every_number_is_used_once()
    {
        Assert.That(Descriptors, Has.Length.GreaterThanOrEqualTo(17));
        Assert.That(Descriptors.Select(d => d.Id), Is.Unique);
    }

    [Test]
    public void Every_number_has_a_test()
    {
        var tests = typeof(KernelDiagnosticsTests).GetMethods().Select(m => m.Name).ToArray();
        Assert.Multiple(() =>
        {
            foreach (var id in Descriptors.Select(d => d.Id).Where(id => id != InternalError))
                Assert.That(tests, Has.Some.StartsWith($"{id}_"), $"{id} has no test in {nameof(KernelDiagnosticsTests)}.");
        });
    }

    [Test]
    public void Every_number_stands_in_the_list_of_releases()
    {
        var list = File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, "src", "GpuNet.Codegen", "AnalyzerReleases.Shipped.md"));
        Assert.Multiple(() =>
        {
            foreach (var d in Descriptors)
                Assert.That(list, Does.Contain($"{d.Id} | {d.Category} | {d.DefaultSeverity} | {d.Title}"));
        });
    }
}
