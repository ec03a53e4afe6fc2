using System.Text;

namespace GpuNet.Shaders;

/// <summary>Reads a module word by word; whatever is malformed is an error that names its place.</summary>
internal ref struct SpirvReader
{
    private const uint Magic = 0x07230203;
    private const int HeaderLength = 5;

    private readonly ReadOnlySpan<uint> words;
    private int end;

    /// <summary>Reads the header.</summary>
    /// <exception cref="ArgumentException">It is not that of a SPIR-V module.</exception>
    public SpirvReader(ReadOnlySpan<uint> words)
    {
        this.words = words;
        end = Position = HeaderLength;
        if (words.Length < HeaderLength)
            throw new ArgumentException($"Not SPIR-V: {words.Length} words are less than the header's {HeaderLength}.", nameof(words));
        if (words[0] != Magic)
            throw new ArgumentException($"Not SPIR-V: word 0 is 0x{words[0]:x8}, not 0x{Magic:x8}.", nameof(words));
        Major = (int)(words[1] >> 16 & 0xff);
        Minor = (int)(words[1] >> 8 & 0xff);
    }

    public int Major { get; }

    public int Minor { get; }

    /// <summary>The opcode of the current instruction.</summary>
    public int Opcode { get; private set; }

    /// <summary>Where the current instruction begins.</summary>
    public int Start { get; private set; }

    /// <summary>The next word's offset.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the current instruction has operands left.</summary>
    public readonly bool HasOperand => Position < end;

    /// <summary>The words of the current instruction.</summary>
    public readonly ReadOnlySpan<uint> Instruction => words[Start..end];

    /// <summary>Goes on to the next instruction; false after the last.</summary>
    public bool Next()
    {
        if (end == words.Length) return false;
        Start = end;
        var length = (int)(words[Start] >> 16);
        if (length == 0) throw Malformed(Start, "an instruction has no length");
        if (length > words.Length - Start)
            throw Malformed(Start, $"an instruction of {length} words ends after the module's {words.Length}");
        Opcode = (int)(words[Start] & 0xffff);
        Position = Start + 1;
        end = Start + length;
        return true;
    }

    /// <summary>Takes the next operand.</summary>
    public uint Word() => HasOperand ? words[Position++] : throw Malformed(Start, "an instruction lacks an operand");

    /// <summary>Takes a text: UTF-8 up to a zero byte, filled up to whole words.</summary>
    public string Text()
    {
        var first = Position;
        var bytes = new List<byte>();
        while (HasOperand)
        {
            var word = Word();
            for (var shift = 0; shift < 32; shift += 8)
            {
                var value = (byte)(word >> shift);
                if (value == 0) return Encoding.UTF8.GetString([.. bytes]);
                bytes.Add(value);
            }
        }

        throw Malformed(first, "a text has no end");
    }

    /// <summary>Requires that no operand is left.</summary>
    public readonly void EndInstruction()
    {
        if (HasOperand) throw Malformed(Position, "an instruction has an operand too many");
    }

    /// <summary>An error at a word.</summary>
    public static ArgumentException Malformed(int offset, string problem) =>
        new($"Malformed SPIR-V at word {offset}: {problem}.");
}
