using System.Runtime.InteropServices;
using System.Text;
using GpuNet.Codegen.Tests.Catalog;

namespace GpuNet.Codegen.Tests.Spirv;

/// <summary>The validator and the assembler of Khronos, for modules in memory.</summary>
internal static class SpirvTools
{
    private static readonly string[] Target = ["--target-env", "vulkan1.1"];

    /// <summary>Skips the test, saying so, where the tools are not installed.</summary>
    public static void Require() => KhronosTools.Require("spirv-val", "spirv-tools");

    /// <summary>What the validator has to say against the module; empty if nothing.</summary>
    public static string Validate(ReadOnlySpan<uint> words) =>
        KhronosTools.Run("spirv-val", Target, [("module.spv", MemoryMarshal.AsBytes(words).ToArray())]);

    /// <summary>Assembles text into a module, with the numbers of numeric ids as they are.</summary>
    public static uint[] Assemble(string text)
    {
        var output = Path.GetTempFileName();
        try
        {
            string[] options = [.. Target, "--preserve-numeric-ids", "-o", output];
            Assert.That(KhronosTools.Run("spirv-as", options, [("module.text", Encoding.UTF8.GetBytes(text))]), Is.Empty, text);
            return MemoryMarshal.Cast<byte, uint>(File.ReadAllBytes(output)).ToArray();
        }
        finally
        {
            File.Delete(output);
        }
    }
}
