using System.Globalization;
using System.Text;

namespace GpuNet.Shaders;

/// <summary>Writes SPIR-V as text in the assembler's notation, such as <c>%sum = OpFAdd %float %a %b</c>.</summary>
public static class SpirvDisassembler
{
    /// <summary>Where opcodes start, so that results stand to the left of them.</summary>
    private const int OpcodeColumn = 18;

    /// <summary>
    /// Disassembles a module. Ids go by the names that the module declares or that types and constants suggest, and else by
    /// their numbers. An instruction that the disassembler does not know is written as its words, with <c>!</c> before each.
    /// </summary>
    /// <param name="words">A module in the byte order of this machine.</param>
    /// <returns>One line for each instruction, which the assembler of the Khronos SPIR-V tools accepts.</returns>
    /// <exception cref="ArgumentException">The module is malformed; the message names the word.</exception>
    public static string Disassemble(ReadOnlySpan<uint> words)
    {
        var reader = new SpirvReader(words);
        var types = SpirvModuleTypes.Read(words);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"; SPIR-V {reader.Major}.{reader.Minor}\n");
        while (reader.Next())
        {
            if (reader.Opcode == SpirvGrammar.Function) text.Append('\n');
            text.Append(Line(ref reader, types)).Append('\n');
        }

        return text.ToString();
    }

    private static string Line(ref SpirvReader reader, SpirvModuleTypes types)
    {
        if (SpirvGrammar.Find(reader.Opcode) is not { } instruction) return RawLine(reader.Instruction);
        var line = new StringBuilder(instruction.Name);
        var result = "";
        uint resultType = 0;
        foreach (var kind in instruction.Operands)
        {
            switch (kind)
            {
                case SpirvOperand.Result:
                    result = $"%{types.Names[reader.Word()]} = ";
                    break;
                case SpirvOperand.ResultType:
                    resultType = reader.Word();
                    line.Append(" %").Append(types.Names[resultType]);
                    break;
                case SpirvOperand.TypedNumber:
                    AppendTypedNumber(line, ref reader, types, resultType);
                    break;
                default:
                    AppendOperand(line, ref reader, types.Names, kind);
                    break;
            }
        }

        reader.EndInstruction();
        return result.PadLeft(OpcodeColumn) + line;
    }

    private static void AppendOperand(StringBuilder line, ref SpirvReader reader, SpirvNames names, SpirvOperand kind)
    {
        switch (kind)
        {
            case SpirvOperand.Id:
                line.Append(" %").Append(names[reader.Word()]);
                break;
            case SpirvOperand.Ids:
                while (reader.HasOperand) line.Append(" %").Append(names[reader.Word()]);
                break;
            case SpirvOperand.Number:
                AppendNumber(line, reader.Word());
                break;
            case SpirvOperand.Numbers:
                while (reader.HasOperand) AppendNumber(line, reader.Word());
                break;
            case SpirvOperand.Text:
                line.Append(" \"").Append(reader.Text().Replace("\\", "\\\\").Replace("\"", "\\\"")).Append('"');
                break;
            case SpirvOperand.Decoration:
                var decoration = reader.Word();
                AppendEnumerant(line, SpirvEnumerants.Name(kind, decoration), decoration);
                if (decoration == SpirvEnumerants.DecorationBuiltIn)
                {
                    var builtIn = reader.Word();
                    AppendEnumerant(line, SpirvEnumerants.BuiltIn(builtIn), builtIn);
                }

                while (reader.HasOperand) AppendNumber(line, reader.Word());
                break;
            case SpirvOperand.ExecutionMode:
                AppendEnumerant(line, ref reader, kind);
                while (reader.HasOperand) AppendNumber(line, reader.Word());
                break;
            case SpirvOperand.MemoryAccess when reader.HasOperand:
                AppendEnumerant(line, ref reader, kind);
                while (reader.HasOperand) AppendNumber(line, reader.Word());
                break;
            case SpirvOperand.ImageOperands when reader.HasOperand:
                AppendEnumerant(line, ref reader, kind);
                while (reader.HasOperand) line.Append(" %").Append(names[reader.Word()]);
                break;
            case SpirvOperand.MemoryAccess or SpirvOperand.ImageOperands:
                break;
            default:
                AppendEnumerant(line, ref reader, kind);
                break;
        }
    }

    /// <summary>A number of a type that is not known is written as raw words.</summary>
    private static void AppendTypedNumber(
        StringBuilder line, ref SpirvReader reader, SpirvModuleTypes types, uint type)
    {
        var first = reader.Word();
        line.Append(' ').Append(types.NumberText(type, first) ?? RawWord(first));
        while (reader.HasOperand) line.Append(' ').Append(RawWord(reader.Word()));
    }

    private static void AppendEnumerant(StringBuilder line, ref SpirvReader reader, SpirvOperand kind)
    {
        var value = reader.Word();
        AppendEnumerant(line, SpirvEnumerants.Name(kind, value), value);
    }

    /// <summary>A value without a known name is written as a raw word.</summary>
    private static void AppendEnumerant(StringBuilder line, string? name, uint value) =>
        line.Append(' ').Append(name ?? RawWord(value));

    private static void AppendNumber(StringBuilder line, uint value) =>
        line.Append(CultureInfo.InvariantCulture, $" {value}");

    private static string RawLine(ReadOnlySpan<uint> instruction)
    {
        var words = new List<string>();
        foreach (var word in instruction) words.Add(RawWord(word));
        return string.Join(' ', words);
    }

    private static string RawWord(uint word) => string.Create(CultureInfo.InvariantCulture, $"!0x{word:x8}");
}
