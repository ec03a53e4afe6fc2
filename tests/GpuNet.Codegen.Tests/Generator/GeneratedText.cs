using System.Text;
using System.Text.RegularExpressions;
using GpuNet.Shaders;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>Reads the shaders within generated C#.</summary>
internal static class GeneratedText
{
    private static readonly Regex PackedText = new(@"unpacked(?<language>Glsl|Msl)Utf8 \?\?= \S+\(""(?<packed>[^""]*)""u8\)");

    /// <summary>The GLSL of each variant.</summary>
    public static IEnumerable<string> Glsl(string generated) => In("Glsl", generated);

    /// <summary>The MSL of each variant.</summary>
    public static IEnumerable<string> Msl(string generated) => In("Msl", generated);

    /// <summary>The generated C#, with GLSL and MSL as they read.</summary>
    public static string Unpacked(string generated) => PackedText.Replace(generated, Unpack);

    private static IEnumerable<string> In(string language, string generated) =>
        PackedText.Matches(generated).Where(match => match.Groups["language"].Value == language).Select(Unpack);

    private static string Unpack(Match match) => Encoding.UTF8.GetString(PackedShader.Text(Encoding.UTF8.GetBytes(match.Groups["packed"].Value)));
}
