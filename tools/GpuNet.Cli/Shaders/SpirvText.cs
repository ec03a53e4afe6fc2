using System.Globalization;
using System.Text;
using GpuNet.Shaders;

namespace GpuNet.Cli.Shaders;

/// <summary>SPIR-V as text.</summary>
internal static class SpirvText
{
    private const int HeaderWords = 5;

    /// <summary>The module of a variant: a line of words for the header and for each instruction.</summary>
    public static string Of(KernelVariant variant)
    {
        var words = variant.SpirvWords;
        var text = new StringBuilder();
        for (var at = 0; at < words.Length;)
        {
            // The upper half of an instruction's first word counts its words.
            var length = at == 0 ? HeaderWords : Math.Max((int)(words[at] >> 16), 1);
            foreach (var word in words.Slice(at, Math.Min(length, words.Length - at)))
                text.Append(CultureInfo.InvariantCulture, $"{word:x8} ");
            text.Length--;
            text.Append('\n');
            at += length;
        }

        return text.ToString();
    }
}
