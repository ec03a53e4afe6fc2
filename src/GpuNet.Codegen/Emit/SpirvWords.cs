using System.Collections.Generic;
using System.Text;

namespace GpuNet.Codegen.Emit;

/// <summary>A sequence of encoded instructions.</summary>
internal sealed class SpirvWords
{
    private readonly List<uint> words = [];
    private readonly List<int> lines = [];

    public int Count => words.Count;

    /// <summary>The line of C# that instructions come from which are appended now; 0 for none.</summary>
    public int Origin { get; set; }

    /// <summary>The line of C# behind each instruction; 0 for none.</summary>
    public IReadOnlyList<int> Lines => lines;

    /// <summary>Appends an instruction: the first word holds its length in words and its opcode.</summary>
    public void Add(Spirv.Op op, params uint[] operands)
    {
        words.Add(((uint)(operands.Length + 1) << 16) | (uint)op);
        words.AddRange(operands);
        lines.Add(Origin);
    }

    /// <summary>Appends an instruction whose operands are some words, a text and some more words.</summary>
    public void Add(Spirv.Op op, uint[] before, string text, params uint[] after) =>
        Add(op, [.. before, .. Encode(text), .. after]);

    public void Append(SpirvWords other)
    {
        words.AddRange(other.words);
        lines.AddRange(other.lines);
    }

    public void CopyTo(uint[] destination, int offset) => words.CopyTo(destination, offset);

    /// <summary>UTF-8 with a terminating zero, four bytes a word, the first in the lowest bits.</summary>
    private static uint[] Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var encoded = new uint[(bytes.Length / 4) + 1];
        for (var i = 0; i < bytes.Length; i++) encoded[i / 4] |= (uint)bytes[i] << (8 * (i % 4));
        return encoded;
    }
}
