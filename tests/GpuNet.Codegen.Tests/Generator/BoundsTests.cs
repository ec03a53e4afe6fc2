using System.Text.RegularExpressions;
using GpuNet.Codegen.Tests.Diagnostics;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>No kernel, however odd, makes the compiler run out of stack, memory or time.</summary>
[TestFixture]
public sealed class BoundsTests
{
    [Test]
    public void Expression_of_many_levels_is_refused()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("count", 1000));
        var diagnostic = MarkedSource.OfBody($"target[0] = {sum};").Only();
        Assert.That(diagnostic.Id, Is.EqualTo("GPUN0004"));
        Assert.That(diagnostic.GetMessage(), Does.StartWith("An expression of more than 200 levels"));
    }

    [Test]
    public void Statement_of_many_levels_is_refused()
    {
        var diagnostic = MarkedSource.OfBody(string.Concat(Enumerable.Repeat("if (count > 0) ", 150)) + "target[0] = 1f;").Only();
        Assert.That(diagnostic.Id, Is.EqualTo("GPUN0004"));
        Assert.That(diagnostic.GetMessage(), Does.StartWith("A statement within 100 others"));
    }

    [Test, CancelAfter(30_000)]
    public void Nest_of_loops_is_unrolled_only_so_far()
    {
        const string Nest = """
            Span<float> a = stackalloc float[64];
            for (var i = 0; i < 64; i++) for (var j = 0; j < 64; j++) for (var k = 0; k < 64; k++) a[i ^ j ^ k] += a[j];
            target[0] = a[count & 63];
            """;
        Assert.That(GeneratedText.Unpacked(MarkedSource.OfBody(Nest).Generated()).Length, Is.LessThan(1_000_000));
    }

    [Test]
    public void Long_body_is_not_copied_for_every_round()
    {
        var body = string.Concat(Enumerable.Repeat("a[i] += count;\n", 200));
        Assert.That(
            GeneratedText.Unpacked(MarkedSource.OfBody($"Span<float> a = stackalloc float[64]; for (var i = 0; i < 64; i++) {{ {body} }} target[0] = a[count & 63];").Generated()),
            Does.Contain("for (int i = 0; i < 64; i++)"));
    }

    [Test]
    public void Loop_that_changes_its_own_variable_stays_a_loop()
    {
        const string Skipping = "Span<float> a = stackalloc float[8]; for (var i = 0; i < 8; i++) { a[i] = i; if (count > i) i += 2; } target[0] = a[5];";
        Assert.That(GeneratedText.Unpacked(MarkedSource.OfBody(Skipping).Generated()), Does.Contain("for (int i = 0; i < 8; i++)"));
    }

    [Test]
    public void Length_of_an_array_is_known() => Assert.That(
        GeneratedText.Unpacked(MarkedSource.OfBody("Span<float> a = stackalloc float[6]; for (var i = 0; i < a.Length; i++) a[i] = i; target[0] = a[count];").Generated()),
        Does.Match(new Regex(@"a\[5\] = float\(5\)|a\[5\] = 5\.0")));
}
