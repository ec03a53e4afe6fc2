namespace GpuNet;

/// <summary>Text from outside, made fit to stand in a message of one line.</summary>
internal static class MessageText
{
    private const int LongestName = 120;

    /// <summary>The text with every control character and line separator as '?'.</summary>
    public static string OneLine(string text)
    {
        foreach (var letter in text)
        {
            if (Breaks(letter)) return string.Create(text.Length, text, static (span, source) =>
            {
                for (var i = 0; i < span.Length; i++) span[i] = Breaks(source[i]) ? '?' : source[i];
            });
        }

        return text;
    }

    /// <summary>A name on one line, its middle left out where it is very long.</summary>
    public static string Short(string name) =>
        OneLine(name.Length <= LongestName ? name : $"{name[..(LongestName / 2)]}...{name[^(LongestName / 2)..]}");

    private static bool Breaks(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';
}
