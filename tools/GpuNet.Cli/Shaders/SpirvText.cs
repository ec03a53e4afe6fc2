using GpuNet.Shaders;

namespace GpuNet.Cli.Shaders;

/// <summary>SPIR-V as text.</summary>
internal static class SpirvText
{
    /// <summary>The module of a variant, as assembly.</summary>
    public static string Of(KernelVariant variant) => SpirvDisassembler.Disassemble(variant.SpirvWords);
}
