using System.Collections.Generic;
using System.IO;

namespace GpuNet.Codegen.Emit;

/// <summary>The lines of C# behind the lines of some texts, as bytes. SourceLines of the core reads them.</summary>
public static class PackedLines
{
    /// <summary>
    /// For each text the number of its runs, then of each run how often a line of C# comes in a row and how far it lies from the one
    /// before, twice that, or twice less one for a step back; all as LEB128.
    /// </summary>
    public static byte[] Of(params IReadOnlyList<int>[] texts)
    {
        using var bytes = new MemoryStream();
        foreach (var lines in texts)
        {
            var runs = Runs(lines);
            Write(bytes, (uint)runs.Count);
            var before = 0;
            foreach (var (line, count) in runs)
            {
                var step = line - before;
                Write(bytes, (uint)count);
                Write(bytes, step < 0 ? (uint)((-step * 2) - 1) : (uint)(step * 2));
                before = line;
            }
        }

        return bytes.ToArray();
    }

    private static List<(int Line, int Count)> Runs(IReadOnlyList<int> lines)
    {
        var runs = new List<(int Line, int Count)>();
        foreach (var line in lines)
        {
            if (runs.Count > 0 && runs[runs.Count - 1].Line == line) runs[runs.Count - 1] = (line, runs[runs.Count - 1].Count + 1);
            else runs.Add((line, 1));
        }

        return runs;
    }

    private static void Write(Stream bytes, uint value)
    {
        for (; value >= 0x80; value >>= 7) bytes.WriteByte((byte)(value | 0x80));
        bytes.WriteByte((byte)value);
    }
}
