using System.Runtime.InteropServices;
using GpuNet.Testing;

namespace GpuNet.Docs.Tests;

/// <summary>The example of embedding compiles, stands in the README to the letter, and computes what it should.</summary>
public sealed class ExampleTests
{
    private const int Indentation = 4;
    private const float Tolerance = 1e-4f;

    [Test]
    public void The_readme_shows_the_example()
    {
        var lines = File.ReadAllLines(Path.Combine(SharedFiles.RepositoryRoot, "tests", "GpuNet.Docs.Tests", "EmbeddingExample.cs"));
        var example = lines.SkipWhile(line => !line.EndsWith("// example: begin", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.EndsWith("// example: end", StringComparison.Ordinal))
            .Select(line => line.Length > 0 ? line[Indentation..] : line)
            .ToList();
        Assert.That(example, Has.Count.EqualTo(10));
        Assert.That(Document.Read("README.md").Text, Does.Contain($"```csharp\n{string.Join('\n', example)}\n```\n"));
    }

    [TestCase("cat")]
    [TestCase("bird")]
    public void The_example_computes_what_tensorflow_lite_does(string image)
    {
        SharedFiles.Require();
        var golden = Golden.Load("mobilenet_v1_0.25_224", image);
        var expected = MemoryMarshal.Cast<byte, float>(golden.Tensors[^1].Read()).ToArray();

        var actual = EmbeddingExample.Infer(golden.ModelPath, MemoryMarshal.Cast<byte, float>(golden.Input.Read()).ToArray());

        Assert.That(actual, Is.EqualTo(expected).Within(Tolerance));
    }
}
