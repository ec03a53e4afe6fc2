using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>Whoever types a kernel has half of it for a while: whatever stands there, the generator neither fails nor takes long.</summary>
[TestFixture]
[Parallelizable(ParallelScope.None)]
public sealed class CutKernelTests
{
    private const int CutsOfKernel = 8;

    // Of processor time, which a busy machine does not stretch as it does the clock.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static IEnumerable<string> Kernels => CoreSources.Read().Where(IsKernel).Select(file => file.Path);

    [Test]
    public void Kernels_that_end_anywhere_are_left_to_CSharp()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var files = CoreSources.Read();
        var others = GeneratorRun.CoreProject(files.Where(file => !IsKernel(file)).Select(file => GeneratorRun.Parse(file.Text, file.Path)));
        foreach (var (path, text) in files.Where(IsKernel))
        {
            var tokens = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens().Where(token => token.Span.Length > 0).ToList();
            // Behind a token or within one, and sometimes with what an editor closes by itself.
            for (var i = 0; i < CutsOfKernel; i++)
            {
                var token = tokens[random.Next(tokens.Count)];
                var cut = text[..random.Next(token.SpanStart, token.Span.End + 1)] + (random.Next(2) == 0 ? ";}}" : "");
                Run(others.AddSyntaxTrees(GeneratorRun.Parse(cut, path)), $"seed {seed}, {path}:\n{cut}");
            }
        }

        Assert.That(Kernels.Count(), Is.GreaterThan(30));
    }

    private static bool IsKernel((string Path, string Text) file) => file.Text.Contains("\n[Kernel", StringComparison.Ordinal);

    private static void Run(Compilation project, string what)
    {
        var started = Environment.CpuUsage.TotalTime;
        var result = GeneratorRun.Driver().RunGenerators(project).GetRunResult().Results.Single();
        var used = Environment.CpuUsage.TotalTime - started;
        Assert.That(result.Exception, Is.Null, what);
        Assert.That(result.Diagnostics.Select(d => d.Id), Has.None.EqualTo("GPUN0099"), what);
        Assert.That(used, Is.LessThan(Longest), what);
    }
}
