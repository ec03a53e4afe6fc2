using System.Text;
using GpuNet.MetalStandIn.Tests.Language;

namespace GpuNet.MetalStandIn.Tests.Metal;

/// <summary>Evaluates MSL expressions over arrays: many expressions in one library, each its own kernel.</summary>
internal static class Probe
{
    /// <summary>An expression over the scalars a, b and c of a type.</summary>
    public sealed record Expression(string Text, string Operand, string Result);

    /// <summary>One kernel for each expression: <c>probe0</c>, <c>probe1</c>...</summary>
    public static string Source(IReadOnlyList<Expression> expressions)
    {
        var source = new StringBuilder(Sources.Head);
        for (var i = 0; i < expressions.Count; i++)
        {
            var (text, operand, result) = expressions[i];
            source.Append($"kernel void probe{i}(device const {operand}* left [[buffer(0)]], device const {operand}* right [[buffer(1)]],\n");
            source.Append($"    device const {operand}* third [[buffer(2)]], device {result}* target [[buffer(3)]], uint at [[thread_position_in_grid]])\n{{\n");
            source.Append($"    {operand} a = left[at];\n    {operand} b = right[at];\n    {operand} c = third[at];\n    target[at] = {text};\n}}\n\n");
        }

        return source.ToString();
    }

    /// <summary>The values of expression <paramref name="index"/> of a source.</summary>
    public static TResult[] Evaluate<T, TResult>(string source, int index, T[] a, T[] b, T[] c)
        where T : unmanaged
        where TResult : unmanaged
    {
        using var bench = new Bench();
        var target = bench.Buffer<TResult>(new TResult[a.Length]);
        var pipeline = bench.Pipeline(bench.Library(source), $"probe{index}");
        var error = bench.Dispatch(
            pipeline, new Size(a.Length), new Size(1), bench.Buffer<T>(a), bench.Buffer<T>(b), bench.Buffer<T>(c), target);
        Assert.That(error, Is.Empty);
        return Bench.Contents<TResult>(target).ToArray();
    }
}
