using System.Globalization;

namespace GpuNet.Shaders;

/// <summary>What a disassembler must know of a module before it writes the first line: number types and names.</summary>
internal sealed class SpirvModuleTypes
{
    private readonly Dictionary<uint, NumberKind> numbers = [];

    private enum NumberKind
    {
        Int,
        UInt,
        Float,
    }

    public SpirvNames Names { get; } = new();

    /// <summary>Reads the whole module: first what it names, then what types and constants suggest.</summary>
    /// <exception cref="ArgumentException">The module is malformed.</exception>
    public static SpirvModuleTypes Read(ReadOnlySpan<uint> words)
    {
        var types = new SpirvModuleTypes();
        var declared = new SpirvReader(words);
        while (declared.Next())
        {
            if (declared.Opcode == SpirvGrammar.Name) types.Names.Add(declared.Word(), declared.Text());
        }

        var reader = new SpirvReader(words);
        while (reader.Next()) types.Suggest(ref reader);
        return types;
    }

    /// <summary>A number of a type; null if the type is not one of 32-bit numbers.</summary>
    public string? NumberText(uint type, uint bits) => !numbers.TryGetValue(type, out var kind) ? null : kind switch
    {
        NumberKind.Int => unchecked((int)bits).ToString(CultureInfo.InvariantCulture),
        NumberKind.UInt => bits.ToString(CultureInfo.InvariantCulture),
        _ => SpirvNumberText.Float(bits),
    };

    private void Suggest(ref SpirvReader reader)
    {
        switch (reader.Opcode)
        {
            case SpirvGrammar.TypeVoid:
                Names.Add(reader.Word(), "void");
                break;
            case SpirvGrammar.TypeBool:
                Names.Add(reader.Word(), "bool");
                break;
            case SpirvGrammar.TypeInt:
                SuggestInt(reader.Word(), width: reader.Word(), isSigned: reader.Word() != 0);
                break;
            case SpirvGrammar.TypeFloat:
                SuggestFloat(reader.Word(), width: reader.Word());
                break;
            case SpirvGrammar.TypeVector:
                var vector = reader.Word();
                var component = Names[reader.Word()];
                Names.Add(vector, string.Create(CultureInfo.InvariantCulture, $"v{reader.Word()}{component}"));
                break;
            case SpirvGrammar.TypeArray:
                Names.Add(reader.Word(), $"array_{Names[reader.Word()]}_{Names[reader.Word()]}");
                break;
            case SpirvGrammar.TypeRuntimeArray:
                Names.Add(reader.Word(), $"array_{Names[reader.Word()]}");
                break;
            case SpirvGrammar.TypePointer:
                var pointer = reader.Word();
                var storage = SpirvEnumerants.Name(SpirvOperand.StorageClass, reader.Word()) ?? "unknown";
                Names.Add(pointer, $"ptr_{storage}_{Names[reader.Word()]}");
                break;
            case SpirvGrammar.ConstantTrue:
                reader.Word();
                Names.Add(reader.Word(), "true");
                break;
            case SpirvGrammar.ConstantFalse:
                reader.Word();
                Names.Add(reader.Word(), "false");
                break;
            case SpirvGrammar.Constant:
                var type = reader.Word();
                var constant = reader.Word();
                if (NumberText(type, reader.Word()) is { } number)
                    Names.Add(constant, $"{Names[type]}_{number.Replace('-', 'n').Replace("+", "", StringComparison.Ordinal)}");
                break;
        }
    }

    private void SuggestInt(uint id, uint width, bool isSigned)
    {
        if (width == 32) numbers[id] = isSigned ? NumberKind.Int : NumberKind.UInt;
        var name = isSigned ? "int" : "uint";
        Names.Add(id, width == 32 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{width}"));
    }

    private void SuggestFloat(uint id, uint width)
    {
        if (width == 32) numbers[id] = NumberKind.Float;
        Names.Add(id, width == 32 ? "float" : string.Create(CultureInfo.InvariantCulture, $"float{width}"));
    }
}
