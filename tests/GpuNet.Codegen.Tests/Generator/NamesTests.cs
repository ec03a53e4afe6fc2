using System.Text;
using System.Text.RegularExpressions;
using GpuNet.Codegen.Tests.Catalog;
using GpuNet.Codegen.Tests.Diagnostics;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>Names of C# that are something else in GLSL keep clear of it, and no two things share one.</summary>
[TestFixture]
public sealed class NamesTests
{
    /// <summary>Words and functions of GLSL ES and MSL, words of C#, and what the emitters call their own.</summary>
    private static readonly string[] Names =
    [
        "in", "out", "void", "struct", "float", "@switch", "discard", "input", "buffer", "sampler2DShadow", "mat2x3", "uvec4", "precise",
        "half4", "threadgroup", "kernel", "metal", "min", "length", "distance", "normalize", "saturate", "bitCount", "remainderOf", "mulHigh",
        "high", "low", "bits", "value", "highest", "binding", "location", "std430", "local_size_x", "PRECISE", "defined", "x", "xyz", "rgba", "st",
        "gl_FragColor", "GL_ES", "a__b", "trailing_", "_", "__", "copy_1", "source_Width", "sourceBlock", "main", "returned", "größe", "INFINITY",
    ];

    [Test]
    public void Late_constants_locals_functions_and_resources_of_awkward_names_make_sound_shaders()
    {
        KhronosTools.Require("glslangValidator", "glslang-tools");
        var files = new List<(string, byte[])>();
        foreach (var name in Names)
        {
            foreach (var (use, source) in new[] { ("uniform", Scalar("", name)), ("constant", Scalar("[Late] ", name)), ("local", Local(name)), ("function", Function(name)), ("resource", Resource(name)) })
                files.AddRange(GeneratedText.Glsl(source.Generated()).Select((text, i) => ($"{files.Count}-{use}-{i}.comp", Encoding.UTF8.GetBytes(text))));
        }

        Assert.That(files, Has.Count.GreaterThanOrEqualTo(5 * Names.Length));
        var complaints = KhronosTools.Run("glslangValidator", [], files);
        Assert.That(complaints, Is.Empty);
    }

    [Test]
    public void Constant_that_is_called_like_an_extent_is_not_taken_for_it()
    {
        var generated = MarkedSource.OfFile("""
            [Kernel(8)]
            public readonly partial struct Sample(ReadTensor<Float4> source, WriteTensor<Float4> target_, int source_Width, int target_Height)
            {
                public void Execute(Invocation at) =>
                    target_.Write(at.X + source_Width, at.Y, target_Height, source.Read(at.X, at.Y, at.Z));
            }
            """).Generated();
        var constants = Regex.Matches(generated, @"\.Uniform\((?<path>[^)]*)\)").Select(m => m.Groups["path"].Value).ToArray();
        var names = Regex.Matches(generated, @"new\(@""(?<name>\w+)"", global::GpuNet.Shaders.ScalarType").Select(m => m.Groups["name"].Value).ToArray();
        Assert.That(names, Has.Length.EqualTo(constants.Length).And.Unique);
        var nameOf = constants.Zip(names).ToDictionary(pair => pair.First, pair => pair.Second);
        var glsl = GeneratedText.Glsl(generated).First();
        Assert.That(glsl, Does.Contain(
            $"source[int(gl_GlobalInvocationID.z) * ({nameOf["source.Height"]} * {nameOf["source.Width"]}) + (int(gl_GlobalInvocationID.y) * {nameOf["source.Width"]} + int(gl_GlobalInvocationID.x))]"));
        Assert.That(glsl, Does.Contain($"int(gl_GlobalInvocationID.x) + {nameOf["source_Width"]}"));
    }

    [Test]
    public void Parameters_that_are_called_like_those_of_the_generated_half_compile() => MarkedSource.OfBody(
        "target[at.X] = arguments + workgroup + (groups ? 1 : 0);", parameters: ", int arguments, int workgroup, bool groups").Generated();

    [Test]
    public void Kernel_that_is_called_like_a_word_of_CSharp_compiles() => MarkedSource.OfFile(
        "namespace @event.Inner { [Kernel(8)] public readonly partial struct @class(ReadWriteBuffer<int> data) { public void Execute(Invocation at) => data[at.X] = 1; } }")
        .Generated();

    [Test]
    public void Constants_of_another_struct_are_not_taken_for_the_kernels_own() => Assert.That(
        MarkedSource.OfBody(
            "target[0] = window.Plus(1) + stride;",
            types: "public readonly struct Window(int stride) { public int Plus(int k) => stride + k; }",
            parameters: ", Window window, int stride").Only().Id,
        Is.EqualTo("GPUN0004"));

    private static MarkedSource Scalar(string late, string name) => MarkedSource.OfBody(
        $"var z = new Int2(count % 3, {Written(name)} % 5); target[z.Y] = KernelMath.MulHigh(z.X, {Written(name)}) + KernelMath.LeadingZeroCount((uint){Written(name)});",
        parameters: $", {late}int {Written(name)}");

    private static MarkedSource Local(string name) => MarkedSource.OfBody(
        $"Span<int> other = stackalloc int[3]; for (var i = 0; i < 3; i++) {{ var {Written(name)} = i + count; other[i] = {Written(name)} % 3; }} " +
        $"for (var {Written(name)} = 0; {Written(name)} < count; {Written(name)}++) target[{Written(name)}] = KernelMath.Min(other[1], {Written(name)});");

    private static MarkedSource Function(string name) => MarkedSource.OfBody(
        $"target[0] = {Written(name)}(1, count);",
        $"private static float {Written(name)}(int high, int b) => KernelMath.MulHigh(high, b) + KernelMath.Min(high % b, 1);");

    private static MarkedSource Resource(string name) => MarkedSource.OfBody(
        $"{Written(name)}[at.X] = source[at.X] + KernelMath.MulHigh(1, count);", parameters: $", ReadWriteBuffer<float> {Written(name)}");

    private static string Written(string name) => name.StartsWith('@') ? name : "@" + name;
}
