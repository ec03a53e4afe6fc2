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

    [TestCase("[Kernel(8)]", "buffer-f32 buffer-f16 texture-f32 texture-f16 buffer-f16-of-f32")]
    [TestCase("[Kernel(8), Formats(TexelFormat.Float32)]", "buffer-f32 texture-f32")]
    [TestCase("[Kernel(8, ReadsTexels = true), Formats(TexelFormat.Float32)]", "buffer-f32 texture-f32 texels-f32")]
    [TestCase("[Kernel(8), Formats(TexelFormat.Int8, TexelFormat.Float16, TexelFormat.Int8)]", "buffer-i8 buffer-f16 texture-i8 texture-f16")]
    public void Formats_are_the_variants(string attributes, string variants) =>
        Assert.That(VariantsOf(attributes + Body), Is.EqualTo(variants.Split(' ')));

    [Test]
    public void Combinations_are_the_variants()
    {
        const string kernel = """
            [Kernel(8), Combination(1, 1), Combination(4, 2)]
            readonly partial struct Sample(ReadWriteBuffer<float> data, [Structural(1, 4)] int x, [Structural(1, 2)] int y)
            {
                public void Execute(Invocation at) => data[at.X] = x * y;
            }
            """;
        Assert.That(VariantsOf(kernel), Is.EqualTo(new[] { "1x1", "4x2" }));
    }

    [Test]
    public void Texels_are_fetched_from_a_buffer_and_written_to_another()
    {
        var generated = GeneratedText.Unpacked(MarkedSource.OfFile("[Kernel(8, ReadsTexels = true), Formats(TexelFormat.Float32)]" + Body).Generated());
        var texels = generated[generated.LastIndexOf("file sealed class Variant_texels_f32", StringComparison.Ordinal)..];
        Assert.That(texels, Does.Contain("#extension GL_EXT_texture_buffer : require"));
        Assert.That(texels, Does.Contain("uniform highp samplerBuffer source;"));
        Assert.That(texels, Does.Contain("texelFetch(source, "));
        Assert.That(texels, Does.Contain("device const float4* source [[buffer(0)]]"), "MSL");
    }

    [Test]
    public void Precise_kernel_says_so_to_OpenGL_ES()
    {
        var plain = GeneratedText.Unpacked(MarkedSource.OfFile("[Kernel(8)]" + Body).Generated());
        var precise = GeneratedText.Unpacked(MarkedSource.OfFile("[Kernel(8, IsPrecise = true)]" + Body).Generated());
        Assert.That(plain, Does.Not.Contain("GL_EXT_gpu_shader5"));
        Assert.That(precise, Does.Contain("GL_EXT_gpu_shader5"));
    }

    private static IEnumerable<string> VariantsOf(string kernel) => GeneratedText.Unpacked(MarkedSource.OfFile(kernel).Generated()).Split('\n')
        .Where(line => line.StartsWith("file sealed class Variant_", StringComparison.Ordinal))
        .Select(line => line.Split(' ')[3].Replace("()", "", StringComparison.Ordinal)["Variant_".Length..].Replace('_', '-'));
}
