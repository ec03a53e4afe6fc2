using System.Text;

namespace GpuNet.Bindings;

/// <summary>Writes C# text with indentation.</summary>
internal sealed class CSharpWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>Writes one line; an empty one stays empty.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0) text.Append(' ', depth * 4).Append(line);
        text.Append('\n');
    }

    /// <summary>Opens a block below <paramref name="head"/>.</summary>
    public void Open(string head)
    {
        Line(head);
        Line("{");
        depth++;
    }

    /// <summary>Closes the innermost block.</summary>
    public void Close()
    {
        depth--;
        Line("}");
    }

    /// <summary>Writes what was written so far to a file.</summary>
    public void Save(string path) => File.WriteAllText(path, text.ToString());

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
