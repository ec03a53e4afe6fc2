using GpuNet.Shaders;

namespace GpuNet.Cli.Shaders;

/// <summary>A language that kernels are compiled into, as text.</summary>
/// <param name="Name">What <c>--target</c> takes.</param>
/// <param name="Extension">The extension of a file in it.</param>
/// <param name="TextOf">The text of a variant, ending with a line feed.</param>
internal sealed record ShaderTarget(string Name, string Extension, Func<KernelVariant, string> TextOf)
{
    /// <summary>The languages.</summary>
    public static IReadOnlyList<ShaderTarget> All { get; } =
    [
        new("glsl", ".glsl", variant => Ended(variant.Glsl)),
        new("msl", ".metal", variant => Ended(variant.Msl)),
        new("spirv", ".spvasm", variant => Ended(SpirvText.Of(variant))),
    ];

    private static string Ended(string text) => text.EndsWith('\n') ? text : text + "\n";
}
