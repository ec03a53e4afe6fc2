namespace GpuNet.Images.Codecs;

/// <summary>Decodes binary PPM (P6) and PGM (P5) with at most 8 bits a sample.</summary>
internal static class PnmCodec
{
    public static bool Recognises(ReadOnlySpan<byte> content) =>
        content.Length >= 3 && content[0] == 'P' && content[1] is (byte)'5' or (byte)'6' && IsSpace(content[2]);

    public static RgbImage Decode(string name, ReadOnlySpan<byte> content)
    {
        var channels = content[1] == '6' ? 3 : 1;
        var at = 2;
        var width = Number(name, "width", content, ref at);
        var height = Number(name, "height", content, ref at);
        var maximum = Number(name, "greatest value", content, ref at);
        if (maximum is < 1 or > 255) throw new ImageFormatException($"{name}: a PPM with values up to {maximum}; 1 to 255 are read.");
        if (at >= content.Length || !IsSpace(content[at])) throw new ImageFormatException($"{name}: a PPM whose header does not end.");
        ImageLimits.Check(name, width, height);

        var samples = content[(at + 1)..];
        var needed = width * height * channels;
        if (samples.Length < needed)
            throw new ImageFormatException($"{name}: an incomplete PPM: {width} x {height} pixels take {needed} bytes, and {samples.Length} follow the header.");
        var rgb = new byte[width * height * 3];
        for (var i = 0; i < rgb.Length; i++)
        {
            var sample = samples[channels == 3 ? i : i / 3];
            if (sample > maximum) throw new ImageFormatException($"{name}: a PPM with a value of {sample}, above its greatest value {maximum}.");
            rgb[i] = (byte)(((sample * 255) + (maximum / 2)) / maximum);
        }

        return new RgbImage(width, height, rgb);
    }

    private static int Number(string name, string what, ReadOnlySpan<byte> content, ref int at)
    {
        while (at < content.Length && (IsSpace(content[at]) || content[at] == '#'))
        {
            if (content[at] == '#')
            {
                while (at < content.Length && content[at] is not ((byte)'\n' or (byte)'\r')) at++;
            }
            else
            {
                at++;
            }
        }

        var start = at;
        var value = 0;
        for (; at < content.Length && char.IsAsciiDigit((char)content[at]); at++)
        {
            if (value > ImageLimits.MaxPixels) throw new ImageFormatException($"{name}: a PPM whose {what} is too large.");
            value = (value * 10) + content[at] - '0';
        }

        if (at == start) throw new ImageFormatException($"{name}: a PPM whose header has no {what}.");
        return value;
    }

    private static bool IsSpace(byte character) => character is (byte)' ' or (>= 9 and <= 13);
}
