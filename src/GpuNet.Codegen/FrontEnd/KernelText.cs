using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>
/// The C# that a kernel is made of as one text: the file that declares it, and behind that the functions of other files that it
/// calls. Lines are counted from 1 through all of it, so that nothing else of those files has a part in what is generated.
/// </summary>
internal sealed class KernelText
{
    private readonly SyntaxTree file;
    private readonly List<string> lines;
    private readonly Dictionary<SyntaxNode, int> firstLines = [];

    /// <param name="file">The file that declares the kernel.</param>
    public KernelText(SyntaxTree file)
    {
        this.file = file;
        lines = [.. file.GetText().Lines.Select(line => line.ToString())];
    }

    /// <summary>Adds a function that the kernel calls, unless its file has it already.</summary>
    /// <param name="method">The function.</param>
    /// <param name="type">The name of its type.</param>
    public void Include(MethodDeclarationSyntax method, string type)
    {
        if (method.SyntaxTree == file) return;
        // The file may end with a line feed, behind which is a last line of nothing.
        while (lines.Count > 0 && lines[lines.Count - 1].Trim().Length == 0) lines.RemoveAt(lines.Count - 1);
        lines.Add("");
        lines.Add($"// {type}, in {Path.GetFileName(method.SyntaxTree.FilePath)}:");
        var text = method.SyntaxTree.GetText().Lines;
        var first = FirstLine(method, text);
        firstLines.Add(method, lines.Count + 1 - first);
        for (var i = first; i <= text.IndexOf(method.Span.End); i++) lines.Add(text[i].ToString());
        lines.Add("");
    }

    /// <summary>The line of a piece of the kernel or of a function that was included; 0 for any other.</summary>
    public int LineOf(SyntaxNodeOrToken piece)
    {
        var line = piece.GetLocation()?.GetLineSpan().StartLinePosition.Line ?? 0;
        if (piece.SyntaxTree == file) return line + 1;
        var method = (piece.AsNode() ?? piece.Parent)?.FirstAncestorOrSelf<MethodDeclarationSyntax>();
        return method is not null && firstLines.TryGetValue(method, out var offset) ? offset + line : 0;
    }

    /// <summary>The whole text, with line ends of one character.</summary>
    public override string ToString() => string.Join("\n", lines);

    // Its documentation belongs to it, a blank line before does not.
    private static int FirstLine(MethodDeclarationSyntax method, TextLineCollection text)
    {
        var comment = method.GetLeadingTrivia().FirstOrDefault(trivia => trivia.HasStructure || trivia.ToString().Trim().Length > 0);
        return text.IndexOf(comment == default ? method.SpanStart : comment.SpanStart);
    }
}
