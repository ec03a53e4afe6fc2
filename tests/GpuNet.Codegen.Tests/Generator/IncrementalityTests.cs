using Microsoft.CodeAnalysis;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>An edit compiles again only the kernels that it changes.</summary>
[TestFixture]
public sealed class IncrementalityTests
{
    private const string Doubled = """
        using GpuNet.Language;
        [Kernel(8)]
        public readonly partial struct Doubled(ReadWriteBuffer<float> data)
        {
            public void Execute(Invocation at) => data[at.X] = Helper.Twice(data[at.X]);
        }
        """;

    private const string Cleared = """
        using GpuNet.Language;
        [Kernel(8)]
        public readonly partial struct Cleared(ReadWriteBuffer<float> data)
        {
            public void Execute(Invocation at) => data[at.X] = 0f;
        }
        """;

    private const string Helper = """
        internal static class Helper
        {
            public static float Twice(float x) => x + x;
        }
        """;

    [Test]
    public void Unrelated_edit_compiles_no_kernel()
    {
        var (read, written) = AfterEdit("Unrelated.cs", "internal static class Unrelated { public static int Answer() => 42; }");
        Assert.That(read, Is.All.EqualTo(IncrementalStepRunReason.Unchanged).Or.EqualTo(IncrementalStepRunReason.Cached));
        Assert.That(written, Is.All.EqualTo(IncrementalStepRunReason.Cached));
    }

    [Test]
    public void Edit_of_a_kernel_compiles_that_kernel_alone()
    {
        var (read, written) = AfterEdit("Cleared.cs", Cleared.Replace("0f", "1f", StringComparison.Ordinal));
        Assert.That(read.Count(r => r == IncrementalStepRunReason.Modified), Is.EqualTo(1), string.Join(", ", read));
        Assert.That(written.Count(r => r == IncrementalStepRunReason.Modified), Is.EqualTo(1), string.Join(", ", written));
    }

    [Test]
    public void Edit_of_a_function_compiles_the_kernels_that_call_it()
    {
        var (read, written) = AfterEdit("Helper.cs", Helper.Replace("x + x", "2f * x", StringComparison.Ordinal));
        Assert.That(read.Count(r => r == IncrementalStepRunReason.Modified), Is.EqualTo(1), string.Join(", ", read));
        Assert.That(written.Count(r => r == IncrementalStepRunReason.Modified), Is.EqualTo(1), string.Join(", ", written));
    }

    [Test]
    public void Edit_beside_a_function_compiles_no_kernel()
    {
        var (read, written) = AfterEdit("Helper.cs", Helper.Replace("{\n", "{\n    public static float Thrice(float x) => 3f * x;\n\n", StringComparison.Ordinal));
        Assert.That(read, Is.All.EqualTo(IncrementalStepRunReason.Unchanged).Or.EqualTo(IncrementalStepRunReason.Cached), "the function's own lines are as before");
        Assert.That(written, Is.All.EqualTo(IncrementalStepRunReason.Cached));
    }

    // Why each output of the step that reads kernels, and of the one that writes sources, is as it is after an edit.
    private static (IncrementalStepRunReason[] Read, IncrementalStepRunReason[] Written) AfterEdit(string path, string text)
    {
        var project = GeneratorRun.Project(
            GeneratorRun.Parse(Doubled, "Doubled.cs"),
            GeneratorRun.Parse(Cleared, "Cleared.cs"),
            GeneratorRun.Parse(Helper, "Helper.cs"),
            GeneratorRun.Parse("internal static class Unrelated { }", "Unrelated.cs"));
        var driver = GeneratorRun.Driver().RunGenerators(project);
        Assert.That(driver.GetRunResult().GeneratedTrees, Has.Length.EqualTo(2));

        var edited = project.ReplaceSyntaxTree(project.SyntaxTrees.Single(t => t.FilePath == path), GeneratorRun.Parse(text, path));
        var result = driver.RunGenerators(edited).GetRunResult().Results.Single();
        var read = Reasons(result.TrackedSteps[KernelGenerator.ReadStep]);
        Assert.That(read, Has.Length.EqualTo(2));
        return (read, Reasons(result.TrackedOutputSteps.Values.SelectMany(steps => steps)));
    }

    private static IncrementalStepRunReason[] Reasons(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        [.. steps.SelectMany(step => step.Outputs).Select(output => output.Reason)];
}
