using System.Collections.Generic;
using System.Text;

namespace GpuNet.Codegen.Emit;

/// <summary>Text with indentation by four spaces and line ends of one character.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private readonly List<int> origins = [];
    private int depth;

    /// <summary>The line of C# that what is written now comes from; 0 for none.</summary>
    public int Origin { get; set; }

    /// <summary>The line of C# behind each line; 0 for none.</summary>
    public IReadOnlyList<int> Origins => origins;

    public void Line(string line = "")
    {
        if (line.Length > 0) text.Append(' ', 4 * depth).Append(line);
        text.Append('\n');
        origins.Add(Origin);
        foreach (var c in line)
        {
            if (c == '\n') origins.Add(Origin);
        }
    }

    public void Open(string line)
    {
        if (line.Length > 0) Line(line);
        Line("{");
        depth++;
    }

    public void Close(string after = "")
    {
        depth--;
        Line("}" + after);
    }

    public override string ToString() => text.ToString();
}
