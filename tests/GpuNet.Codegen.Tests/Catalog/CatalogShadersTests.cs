using GpuNet.Codegen.Tests.Spirv;
using GpuNet.Kernels;
using GpuNet.Shaders;

namespace GpuNet.Codegen.Tests.Catalog;

/// <summary>Every shader of the engine is valid by the tools of Khronos.</summary>
[TestFixture]
public sealed class CatalogShadersTests
{
    public static IEnumerable<string> Kernels => KernelCatalog.All.Select(k => k.Name);

    /// <summary>All variants of a kernel in one process, with late constants as a backend defines them.</summary>
    [TestCaseSource(nameof(Kernels))]
    public void Glsl_is_valid(string name)
    {
        KhronosTools.Require("glslangValidator", "glslang-tools");
        var files = Kernel(name).Variants.Select(v => ($"{v.Name}.comp", Encoded(WithConstants(v))));
        Assert.That(KhronosTools.Run("glslangValidator", [], files), Is.Empty);
    }

    [TestCaseSource(nameof(Kernels))]
    public void Spirv_is_valid(string name)
    {
        SpirvTools.Require();
        foreach (var variant in Kernel(name).Variants)
        {
            Assert.That(SpirvTools.Validate(variant.SpirvWords), Is.Empty, variant.ToString());
            if (!variant.SpirvDotProductWords.IsEmpty)
                Assert.That(SpirvTools.Validate(variant.SpirvDotProductWords), Is.Empty, $"{variant}, with dot products");
        }
    }

    [Test]
    public void Validator_of_glsl_refuses_a_damaged_shader()
    {
        KhronosTools.Require("glslangValidator", "glslang-tools");
        var variant = KernelCatalog.All[0].Variants[0];
        var damaged = WithConstants(variant).Replace("void main()", "void main(int)", StringComparison.Ordinal);
        Assert.That(KhronosTools.Run("glslangValidator", [], [("damaged.comp", Encoded(damaged))]), Is.Not.Empty);
    }

    private static KernelDescriptor Kernel(string name) => KernelCatalog.All.Single(k => k.Name == name);

    private static byte[] Encoded(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    // After the first line, which is the version, as the contract of GlslUtf8 has it.
    private static string WithConstants(KernelVariant variant)
    {
        var macros = variant.Kernel.LateConstants.Select(c => $"#define {c.Name} {Value(c.Type)}\n");
        var workgroup = variant.Kernel.DefaultWorkgroup;
        var extents = $"#define WORKGROUP_X {workgroup.X}\n#define WORKGROUP_Y {workgroup.Y}\n#define WORKGROUP_Z {workgroup.Z}\n";
        var first = variant.Glsl.IndexOf('\n', StringComparison.Ordinal) + 1;
        return variant.Glsl[..first] + extents + string.Concat(macros) + variant.Glsl[first..];
    }

    private static string Value(ScalarType type) => type switch
    {
        ScalarType.UInt => "3u",
        ScalarType.Float => "1.5",
        ScalarType.Bool => "true",
        _ => "3",
    };
}
