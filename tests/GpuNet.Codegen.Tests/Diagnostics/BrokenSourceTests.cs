using GpuNet.Codegen.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GpuNet.Codegen.Tests.Diagnostics;

/// <summary>While someone types, sources are broken all the time: the generator leaves that to C#, and never fails.</summary>
[TestFixture]
public sealed class BrokenSourceTests
{
    private const string Whole = """
        using System;
        using GpuNet.Language;

        [Kernel(64)]
        public readonly partial struct Sample(
            ReadBuffer<Float4> vectors, ReadWriteBuffer<uint> words, ReadWriteBuffer<float> floats, int n, bool flag, [Structural(2, 4)] int tile)
        {
            public void Execute(Invocation at)
            {
                var row = at.Shared<float>(64);
                Span<Float4> sums = stackalloc Float4[tile];
                for (var i = 0; i < tile; i++) sums[i] = KernelMath.MulAdd(vectors[at.X + i], 2f, new Float4(Weight(at, i), 1f, 0f, 1f));
                row[at.LocalX] = sums[0].X + sums[tile - 1][n & 3];
                at.Barrier();
                if (flag && at.X < floats.Length) { floats[at.X] = row[63 - at.LocalX]; }
                else words[at.X] ^= (uint)n >> 3;
                var k = 5;
                while (k > 0) { k--; if (k == n) break; }
            }

            private float Weight(Invocation at, int i) { if (i > n) return 1f; return KernelMath.Exp(-at.X); }
        }
        """;

    private static readonly SyntaxToken[] Tokens =
        [.. CSharpSyntaxTree.ParseText(Whole).GetRoot().DescendantTokens().Where(t => t.Span.Length > 0)];

    [Test]
    public void Whole_kernel_is_compiled() => Assert.That(Run(Whole).GeneratedSources, Has.Length.EqualTo(1));

    [Test]
    public void Kernel_without_one_token()
    {
        foreach (var token in Tokens) Run(Whole.Remove(token.SpanStart, token.Span.Length));
    }

    [Test]
    public void Kernel_with_tokens_exchanged()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 150; round++)
        {
            var mixed = Array.ConvertAll(Tokens, t => t.Text);
            for (var swaps = random.Next(1, 4); swaps > 0; swaps--) mixed[random.Next(mixed.Length)] = Tokens[random.Next(Tokens.Length)].Text;
            Run(string.Join(' ', mixed));
        }
    }

    [Test]
    public void Error_of_CSharp_is_left_to_CSharp()
    {
        var result = Run(Whole.Replace("(uint)n >> 3", "(uint)unheard_of >> 3", StringComparison.Ordinal));
        Assert.That(result.Diagnostics, Is.Empty);
        Assert.That(result.GeneratedSources, Is.Empty);
    }

    [Test]
    public void Kernel_that_is_declared_twice() => Assert.That(Twice("Sample").GeneratedSources, Has.Length.LessThan(2));

    [Test]
    public void Kernels_that_differ_in_case_alone()
    {
        var diagnostic = Twice("SAMPLE").Diagnostics.Single();
        Assert.That(diagnostic.ToString(), Does.Contain("GPUN0001: Kernel 'Sample' differs from 'SAMPLE' in case alone"));
    }

    private static GeneratorRunResult Twice(string second) =>
        Run(Whole + Whole[Whole.IndexOf("[Kernel", StringComparison.Ordinal)..].Replace("Sample", second, StringComparison.Ordinal));

    private static GeneratorRunResult Run(string source)
    {
        var driver = GeneratorRun.Driver().RunGenerators(GeneratorRun.Project(GeneratorRun.Parse(source, "Broken.cs")));
        var result = driver.GetRunResult().Results.Single();
        Assert.That(result.Exception, Is.Null, source);
        Assert.That(result.Diagnostics.Select(d => d.Id), Has.None.EqualTo("GPUN0099"), $"{string.Join("\n", result.Diagnostics)}\n{source}");
        return result;
    }
}
