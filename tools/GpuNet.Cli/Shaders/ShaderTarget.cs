using GpuNet.Shaders;

namespace GpuNet.Cli.Shaders;

/// <summary>A form of a kernel, as text.</summary>
/// <param name="Name">What <c>--target</c> takes.</param>
/// <param name="Extension">The extension of a file in it; null for what is not written into files.</param>
/// <param name="TextOf">The text of a variant, ending with a line feed.</param>
/// <param name="LinesOf">The line of C# behind each line of a variant's text; none where that is not known.</param>
internal sealed record ShaderTarget(
    string Name, string? Extension, Func<KernelVariant, string> TextOf, Func<KernelVariant, IReadOnlyList<int>> LinesOf)
{
    /// <summary>The languages that kernels are compiled into.</summary>
    public static IReadOnlyList<ShaderTarget> All { get; } =
    [
        new("glsl", ".glsl", variant => Ended(variant.Glsl), variant => variant.SourceLines.Glsl),
        new("msl", ".metal", variant => Ended(variant.Msl), variant => variant.SourceLines.Msl),
        new("spirv", ".spvasm", variant => Ended(SpirvText.Of(variant)), variant => SpirvText.LinesOf(SpirvText.Of(variant), variant.SourceLines.Spirv)),
    ];

    /// <summary>All that can be shown: the languages, and what they are compiled from and by way of.</summary>
    public static IReadOnlyList<ShaderTarget> Shown { get; } =
    [
        .. All,
        new("csharp", null, variant => Ended(variant.Kernel.Source), _ => []),
        new("ir", null, variant => Ended(variant.Ir), _ => []),
    ];

    private static string Ended(string text) => text.EndsWith('\n') ? text : text + "\n";
}
