using GpuNet.Kernels;

namespace GpuNet.Cli.Tests.CommandLine;

/// <summary><c>gpunet shaders show</c>: what a kernel takes, and its forms beside the C#.</summary>
public sealed class ShowShaderTests
{
    [Test]
    public void It_tells_parameters_bindings_constants_and_workgroup()
    {
        var shown = Show("PointwiseConv2D/texture-f16-8x2", "--beside");
        Assert.That(shown, Does.StartWith("PointwiseConv2D/texture-f16-8x2\nworkgroup: 32x1x1"));
        Assert.That(shown, Does.Contain("texture arrays, floats as Float16").And.Contain("structural: tilePixels = 8\nstructural: tileSlices = 2"));
        Assert.That(shown, Does.Match(@"\n +2 +destination +WriteTensor +StorageImage +0 +texture\(2\)"));
        Assert.That(shown, Does.Match(@"\n +0 +destination_Width +Int\b").And.Match(@"activation_Low +Float\b"));
    }

    [TestCase("glsl", "void main()")]
    [TestCase("msl", "kernel void PointwiseConv2D(")]
    [TestCase("spirv", "OpFunction %void")]
    public void The_CSharp_stands_beside_the_line_that_comes_from_it(string target, string main)
    {
        var row = Show("PointwiseConv2D", "--target", target, "--beside").Split('\n').First(line => line.Contains(main, StringComparison.Ordinal) && line.Contains(" | ", StringComparison.Ordinal));
        Assert.That(row, Does.Match(@"^ *\d+ public void Execute\(Invocation at\) +\| "));
    }

    [TestCase("glsl", "#version 310 es\n")]
    [TestCase("msl", "// PointwiseConv2D ")]
    [TestCase("spirv", "; SPIR-V 1.3\n")]
    [TestCase("ir", "kernel PointwiseConv2D workgroup 32x1x1")]
    [TestCase("csharp", "using GpuNet")]
    public void Into_a_pipe_goes_the_text_alone(string target, string start) =>
        Assert.That(Show("PointwiseConv2D", "--target", target), Does.StartWith(start));

    [Test]
    public void A_function_of_another_file_is_shown_with_the_CSharp() => Assert.That(
        Show("QuantisedPointwiseConv2D", "--target", "csharp"), Does.Contain("// FixedPoint, in FixedPoint.cs:\n").And.Contain(" OutputShort("));

    [Test]
    public void Every_variant_has_its_own_form_of_the_compiler()
    {
        foreach (var kernel in KernelCatalog.All)
        {
            Assert.That(kernel.Variants.Select(v => v.Ir), Is.All.StartsWith("kernel "), kernel.Name);
            Assert.That(kernel.Variants.Select(v => v.Ir).Distinct().Count(), Is.EqualTo(kernel.Variants.Count), kernel.Name);
        }
    }

    private static string Show(params string[] arguments)
    {
        var run = Cli.Run(["shaders", "show", .. arguments]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run.Output;
    }
}
