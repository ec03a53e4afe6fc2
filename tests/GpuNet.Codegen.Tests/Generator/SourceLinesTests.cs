using System.Text;
using System.Text.RegularExpressions;
using GpuNet.Codegen.Emit;
using GpuNet.Kernels;
using GpuNet.Shaders;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>Each line of a shader knows the line of C# that it comes from.</summary>
[TestFixture]
public sealed class SourceLinesTests
{
    private const string Kernel = """
        using System;
        using GpuNet.Language;
        [Kernel(8)]
        public readonly partial struct Summed(ReadWriteBuffer<float> data, [Structural(2)] int count)
        {
            public void Execute(Invocation at)
            {
                Span<float> sums = stackalloc float[count];
                for (var i = 0; i < count; i++)
                {
                    sums[i] = Helper.Twice(data[at.X + i]);
                }

                if (at.X > 3)
                    data[at.X] = sums[0];
                else
                    data[at.X] = Halved(sums[1]);
            }

            private static float Halved(float x) => x * 0.5f;
        }
        """;

    private const string Helper = """
        internal static class Helper
        {
            private const int Unused = 1;

            /// <summary>Two of them.</summary>
            public static float Twice(float x)
            {
                var y = x + x;
                return y;
            }

            public static float Thrice(float x) => 3f * x;
        }
        """;

    private static readonly Regex PackedLines = new(@"SourceLines\.Unpack\(""(?<packed>[^""]*)""u8\)");
    private static readonly Regex PackedSource = new(@"static \(\) => .*PackedShader\.Text\(""(?<packed>[^""]*)""u8\)");

    [Test]
    public void Functions_of_other_files_stand_behind_the_kernels_file_without_the_rest_of_theirs()
    {
        var (source, _, _) = Generated();
        Assert.That(source, Does.StartWith(Kernel));
        Assert.That(source[Kernel.Length..], Does.StartWith("\n\n// Helper, in Helper.cs:\n    /// <summary>Two of them.</summary>\n").And.Contain("var y = x + x;"));
        Assert.That(source, Does.Not.Contain("Thrice").And.Not.Contain("Unused"));
    }

    // An unrolled loop's line has a line for each round, and a function of another file its own.
    [TestCase("sums[i] = Helper", new[] { "sums_0 = Twice(", "sums_1 = Twice(" })]
    [TestCase("stackalloc", new[] { "float sums_0 = 0.0;", "float sums_1 = 0.0;" })]
    [TestCase("if (at.X > 3)", new[] { "if (int(gl_GlobalInvocationID.x) > 3)", "{", "}", "else", "{", "}" })]
    [TestCase("data[at.X] = sums[0]", new[] { "data[int(gl_GlobalInvocationID.x)] = sums_0;" })]
    [TestCase("Halved(sums[1])", new[] { "data[int(gl_GlobalInvocationID.x)] = Halved(sums_1);" })]
    [TestCase("float Halved(float x)", new[] { "float Halved(float x2)", "{", "return x2 * 0.5;", "}" })]
    [TestCase("var y = x + x;", new[] { "float y = x + x;" })]
    [TestCase("return y;", new[] { "return y;" })]
    [TestCase("void Execute", new[] { "void main()", "{", "}" })]
    public void A_line_of_CSharp_has_its_lines_of_GLSL(string line, string[] expected)
    {
        var (source, glsl, lines) = Generated();
        var number = source.Split('\n').ToList().FindIndex(l => l.Contains(line, StringComparison.Ordinal)) + 1;
        Assert.That(number, Is.GreaterThan(0));
        var found = glsl.TrimEnd('\n').Split('\n').Where((_, i) => lines.Glsl[i] == number).Select(l => l.Trim()).ToArray();
        Assert.That(found, Has.Length.EqualTo(expected.Length), string.Join("\n", found));
        for (var i = 0; i < found.Length; i++) Assert.That(found[i], Does.StartWith(expected[i]));
    }

    [Test]
    public void Every_shader_of_the_engine_knows_its_lines()
    {
        foreach (var variant in KernelCatalog.All.SelectMany(kernel => kernel.Variants))
        {
            var source = variant.Kernel.Source.Split('\n');
            Check(variant, "GLSL", variant.Glsl, variant.SourceLines.Glsl, "void main()");
            Check(variant, "MSL", variant.Msl, variant.SourceLines.Msl, "kernel void ");
            var instructions = SpirvDisassembler.Disassemble(variant.SpirvWords).Split('\n').Where(line => line.Length > 0 && line[0] != ';').ToArray();
            Assert.That(variant.SourceLines.Spirv, Has.Count.EqualTo(instructions.Length), $"{variant} SPIR-V");
            for (var i = 0; i < instructions.Length; i++)
            {
                if (instructions[i].Contains("OpStore", StringComparison.Ordinal))
                    Assert.That(Word(source, variant.SourceLines.Spirv[i]), Is.Not.Empty, $"{variant} SPIR-V {instructions[i]}");
            }
        }
    }

    [TestCase(new int[0])]
    [TestCase(new[] { 0 })]
    [TestCase(new[] { 0, 0, 7, 7, 3, 300, 1, 0, 100_000 })]
    public void What_is_packed_is_unpacked(int[] lines)
    {
        var packed = Encoding.UTF8.GetBytes(PackedBytes.Base64(Emit.PackedLines.Of(lines, [1, 2], [])));
        var unpacked = Shaders.SourceLines.Unpack(packed);
        Assert.That(unpacked.Glsl, Is.EqualTo(lines));
        Assert.That(unpacked.Msl, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(unpacked.Spirv, Is.Empty);
    }

    [TestCase(new byte[] { 1, 1 })]
    [TestCase(new byte[] { 0, 0, 0, 0 })]
    [TestCase(new byte[] { 0x80 })]
    public void Lines_of_another_form_are_refused(byte[] bytes) =>
        Assert.That(() => Shaders.SourceLines.Unpack(Encoding.UTF8.GetBytes(PackedBytes.Base64(bytes))), Throws.TypeOf<FormatException>());

    private static void Check(KernelVariant variant, string language, string text, IReadOnlyList<int> origins, string main)
    {
        var lines = text.Split('\n')[..^1];
        Assert.That(origins, Has.Count.EqualTo(lines.Length), $"{variant} {language}");
        var source = variant.Kernel.Source.Split('\n');
        for (var i = Array.FindIndex(lines, line => line.StartsWith(main, StringComparison.Ordinal)); i < lines.Length; i++)
        {
            // The workgroup's arrays are declared by the interface.
            if (lines[i].TrimStart().StartsWith("threadgroup ", StringComparison.Ordinal)) continue;
            Assert.That(Word(source, origins[i]), Is.Not.Empty, $"{variant} {language} line {i + 1}: {lines[i]}");
        }
    }

    // What stands there, if it is no comment.
    private static string Word(string[] source, int line)
    {
        var text = line >= 1 && line <= source.Length ? source[line - 1].Trim() : "";
        return text.StartsWith("//", StringComparison.Ordinal) ? "" : text;
    }

    private static (string Source, string Glsl, SourceLines Lines) Generated()
    {
        var project = GeneratorRun.Project(GeneratorRun.Parse(Kernel, "/a/Summed.cs"), GeneratorRun.Parse(Helper, "/b/Helper.cs"));
        var generated = GeneratorRun.Driver().RunGenerators(project).GetRunResult().Results.Single().GeneratedSources.Single().SourceText.ToString();
        return (
            Encoding.UTF8.GetString(PackedShader.Text(Bytes(PackedSource))),
            GeneratedText.Glsl(generated).Single(),
            Shaders.SourceLines.Unpack(Bytes(PackedLines)));

        byte[] Bytes(Regex pattern) => Encoding.UTF8.GetBytes(pattern.Match(generated).Groups["packed"].Value);
    }
}
