using GpuNet.Codegen.Tests.Diagnostics;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>What a kernel's attributes ask for is in what is generated.</summary>
[TestFixture]
public sealed class KernelOptionsTests
{
    private const string Body = """
         readonly partial struct Sample(ReadTensor<Float4> source, WriteTensor<Float4> target)
        {
            public void Execute(Invocation at) => target.Write(at.X, at.Y, at.Z, source.Read(at.X, at.Y, at.Z) * 2f + 1f);
        }
        """;

    [TestCase("[Kernel(8)]", "buffer-f32 buffer-f16 texture-f32 texture-f16")]
    [TestCase("[Kernel(8), Formats(TexelFormat.Float32)]", "buffer-f32 texture-f32")]
    [TestCase("[Kernel(8), Formats(TexelFormat.Int8, TexelFormat.Float16, TexelFormat.Int8)]", "buffer-i8 buffer-f16 texture-i8 texture-f16")]
    public void Formats_are_the_variants(string attributes, string variants)
    {
        var generated = MarkedSource.OfFile(attributes + Body).Generated();
        var classes = generated.Split('\n').Where(line => line.StartsWith("file sealed class Variant_", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[3].Replace("()", "", StringComparison.Ordinal)["Variant_".Length..].Replace('_', '-'));
        Assert.That(classes, Is.EqualTo(variants.Split(' ')));
    }

    [Test]
    public void Precise_kernel_says_so_to_OpenGL_ES()
    {
        var plain = MarkedSource.OfFile("[Kernel(8)]" + Body).Generated();
        var precise = MarkedSource.OfFile("[Kernel(8, IsPrecise = true)]" + Body).Generated();
        Assert.That(plain, Does.Not.Contain("GL_EXT_gpu_shader5"));
        Assert.That(precise, Does.Contain("GL_EXT_gpu_shader5"));
    }
}
