using GpuNet.Shaders;

namespace GpuNet.Cli.Shaders;

/// <summary>SPIR-V as text.</summary>
internal static class SpirvText
{
    /// <summary>The module of a variant, as assembly.</summary>
    public static string Of(KernelVariant variant) => SpirvDisassembler.Disassemble(variant.SpirvWords);

    /// <summary>The line of C# behind each line of assembly; 0 for none.</summary>
    /// <param name="assembly">One line for each instruction, and between them comments and blank lines.</param>
    /// <param name="instructions">The line of C# behind each instruction.</param>
    public static IReadOnlyList<int> LinesOf(string assembly, IReadOnlyList<int> instructions)
    {
        var lines = new List<int>();
        var next = 0;
        foreach (var line in assembly.AsSpan().EnumerateLines())
        {
            var isInstruction = line.Length > 0 && line[0] != ';' && next < instructions.Count;
            lines.Add(isInstruction ? instructions[next++] : 0);
        }

        return lines;
    }
}
