using GpuNet.Codegen.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GpuNet.Codegen.Tests.Diagnostics;

/// <summary>A source whose text marks with <c>[|</c> and <c>|]</c> where a diagnostic must point.</summary>
internal sealed class MarkedSource
{
    private const string File = "Marked.cs";
    private const string Open = "[|";
    private const string Close = "|]";

    private readonly string text;
    private readonly TextSpan? span;

    private MarkedSource(string marked)
    {
        var open = marked.IndexOf(Open, StringComparison.Ordinal);
        if (open >= 0)
        {
            marked = marked.Remove(open, Open.Length);
            var close = marked.IndexOf(Close, StringComparison.Ordinal);
            marked = marked.Remove(close, Close.Length);
            span = TextSpan.FromBounds(open, close);
        }

        text = marked;
    }

    /// <summary>A file with <paramref name="declarations"/> below the usings of the kernel language.</summary>
    public static MarkedSource OfFile(string declarations) => new(
        "using System;\nusing System.Linq;\nusing GpuNet.Devices;\nusing GpuNet.Language;\nusing static GpuNet.Language.KernelMath;\n\n" + declarations);

    /// <summary>A kernel whose <c>Execute</c> holds <paramref name="body"/>.</summary>
    /// <param name="body">Statements.</param>
    /// <param name="members">Other members of the kernel.</param>
    /// <param name="types">Types beside the kernel.</param>
    /// <param name="parameters">More parameters of the kernel, each with a comma before it.</param>
    public static MarkedSource OfBody(string body, string members = "", string types = "", string parameters = "") => OfFile($$"""
        [Kernel(8)]
        public readonly partial struct Sample(ReadBuffer<float> source, ReadWriteBuffer<float> target, int count{{parameters}})
        {
            public void Execute(Invocation at)
            {
                {{body}}
            }

            {{members}}
        }

        {{types}}
        """);

    /// <summary>The one diagnostic of the generator; that C# itself takes the source is asserted.</summary>
    public Diagnostic Only()
    {
        var diagnostics = Diagnostics(requireCSharp: true);
        Assert.That(diagnostics, Has.Length.EqualTo(1), $"{string.Join("\n", diagnostics)}\n{text}");
        return diagnostics[0];
    }

    /// <summary>Asserts that the one diagnostic is <paramref name="id"/>, at the mark, and says <paramref name="message"/>.</summary>
    public void Gives(string id, string message)
    {
        var diagnostic = Only();
        Assert.That(diagnostic.Id, Is.EqualTo(id), diagnostic.ToString());
        Assert.That(diagnostic.GetMessage(), Does.Contain(message));
        AssertPlace(diagnostic);
    }

    /// <summary>Asserts that the diagnostic stands at the mark, by file, line and column.</summary>
    public void AssertPlace(Diagnostic diagnostic)
    {
        Assert.That(span, Is.Not.Null, "the source has no mark");
        var expected = SourceText.From(text).Lines.GetLinePositionSpan(span!.Value);
        var place = diagnostic.Location.GetLineSpan();
        Assert.That(place.Path, Is.EqualTo(File));
        Assert.That(place.Span, Is.EqualTo(expected), $"{diagnostic}\n{text}");
    }

    /// <summary>Everything that the generator reports.</summary>
    /// <param name="requireCSharp">Whether the source must be free of C#'s own errors.</param>
    public Diagnostic[] Diagnostics(bool requireCSharp = false) => Run(requireCSharp, out _);

    /// <summary>The generated sources of a kernel without errors, which must compile.</summary>
    public string Generated()
    {
        var diagnostics = Run(requireCSharp: true, out var output);
        Assert.That(diagnostics, Is.Empty);
        Assert.That(Errors(output), Is.Empty);
        return string.Concat(output.SyntaxTrees.Where(t => t.FilePath != File).Select(t => t.ToString()));
    }

    /// <summary>Asserts that C# refuses the source, and that the generator neither writes nor says anything.</summary>
    public void IsLeftToCSharp()
    {
        Assert.That(Run(requireCSharp: false, out var output), Is.Empty);
        Assert.That(output.SyntaxTrees.Count(), Is.EqualTo(1), text);
        Assert.That(Errors(output), Is.Not.Empty, text);
    }

    private Diagnostic[] Run(bool requireCSharp, out Compilation output)
    {
        var project = GeneratorRun.Project(GeneratorRun.Parse(text, File));
        if (requireCSharp) Assert.That(Errors(project), Is.Empty, text);
        var driver = GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(project, out output, out var diagnostics);
        Assert.That(driver.GetRunResult().Results.Single().Exception, Is.Null, text);
        return [.. diagnostics];
    }

    private static IEnumerable<Diagnostic> Errors(Compilation compilation) =>
        compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);
}
