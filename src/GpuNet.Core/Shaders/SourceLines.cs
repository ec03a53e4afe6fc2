namespace GpuNet.Shaders;

/// <summary>Which line of a kernel's C# each line of its shaders comes from. Lines are counted from 1; 0 stands for none.</summary>
/// <param name="Glsl">For each line of the GLSL the line of <see cref="KernelDescriptor.Source"/>.</param>
/// <param name="Msl">For each line of the MSL the same.</param>
/// <param name="Spirv">For each instruction of the SPIR-V module the same.</param>
public sealed record SourceLines(IReadOnlyList<int> Glsl, IReadOnlyList<int> Msl, IReadOnlyList<int> Spirv)
{
    /// <summary>No lines: what shaders have that were not compiled from C#.</summary>
    public static SourceLines None { get; } = new([], [], []);

    /// <summary>Reads them as generated code holds them.</summary>
    /// <param name="packed">
    /// For each text the number of its runs, then of each run how often a line comes in a row, and how far it lies from the one before:
    /// twice that, or twice less one for a step back. All are LEB128; deflated, in base 64.
    /// </param>
    /// <exception cref="FormatException">They are not of that form.</exception>
    public static SourceLines Unpack(ReadOnlySpan<byte> packed)
    {
        ReadOnlySpan<byte> bytes = PackedShader.Text(packed);
        var lines = new SourceLines(Text(ref bytes), Text(ref bytes), Text(ref bytes));
        return bytes.IsEmpty ? lines : throw new FormatException("The lines of a generated shader have something behind them.");
    }

    private static List<int> Text(ref ReadOnlySpan<byte> bytes)
    {
        var lines = new List<int>();
        var line = 0;
        for (var runs = Number(ref bytes); runs > 0; runs--)
        {
            var count = Number(ref bytes);
            var step = (int)Number(ref bytes);
            line += (step & 1) == 0 ? step / 2 : -((step + 1) / 2);
            for (; count > 0; count--) lines.Add(line);
        }

        return lines;
    }

    private static uint Number(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0u;
        for (var shift = 0; shift < 32; shift += 7)
        {
            if (bytes.IsEmpty) break;
            var next = bytes[0];
            bytes = bytes[1..];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new FormatException("The lines of a generated shader end within a number.");
    }
}
