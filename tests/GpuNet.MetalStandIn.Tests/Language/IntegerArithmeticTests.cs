using System.Numerics;
using GpuNet.MetalStandIn.Tests.Metal;

namespace GpuNet.MetalStandIn.Tests.Language;

/// <summary>The integer operators and functions of MSL, against their definitions, bit by bit.</summary>
[TestFixture]
public sealed class IntegerArithmeticTests
{
    private const int Count = 512;

    /// <summary>An expression, and the same in C#.</summary>
    private static readonly (string Text, Func<int, int, int, int> Definition)[] Definitions =
    [
        ("a + b", (a, b, c) => unchecked(a + b)),
        ("a * b", (a, b, c) => unchecked(a * b)),
        ("-a", (a, b, c) => unchecked(-a)),
        ("a / (b & 65535 | 1)", (a, b, c) => a / ((b & 65535) | 1)),
        ("a / -(b & 254 | 3)", (a, b, c) => a / -((b & 254) | 3)),
        ("a % (b & 255 | 1)", (a, b, c) => a % ((b & 255) | 1)),
        ("a << (b & 31)", (a, b, c) => a << (b & 31)),
        ("a >> (b & 31)", (a, b, c) => a >> (b & 31)),
        ("int(uint(a) >> uint(b & 31))", (a, b, c) => (int)((uint)a >> (b & 31))),
        ("int(uint(a) / (uint(b) | 1u))", (a, b, c) => (int)((uint)a / ((uint)b | 1))),
        ("~a ^ b", (a, b, c) => ~a ^ b),
        ("min(a, b)", (a, b, c) => Math.Min(a, b)),
        ("max(a, b)", (a, b, c) => Math.Max(a, b)),
        ("int(min(uint(a), uint(b)))", (a, b, c) => (int)Math.Min((uint)a, (uint)b)),
        ("clamp(a, min(b, c), max(b, c))", (a, b, c) => Math.Clamp(a, Math.Min(b, c), Math.Max(b, c))),
        ("abs(a)", (a, b, c) => a < 0 ? unchecked(-a) : a),
        ("mulhi(a, b)", (a, b, c) => (int)(((long)a * b) >> 32)),
        ("int(mulhi(uint(a), uint(b)))", (a, b, c) => (int)(((ulong)(uint)a * (uint)b) >> 32)),
        ("clz(a)", (a, b, c) => BitOperations.LeadingZeroCount((uint)a)),
        ("int(clz(uint(a)))", (a, b, c) => BitOperations.LeadingZeroCount((uint)a)),
        ("popcount(a)", (a, b, c) => BitOperations.PopCount((uint)a)),
        ("a < b ? a : c", (a, b, c) => a < b ? a : c),
        ("select(a, b, c > 0)", (a, b, c) => c > 0 ? b : a),
        ("int(as_type<char4>(a).y)", (a, b, c) => (sbyte)(a >> 8)),
        ("int(as_type<uchar4>(a).w)", (a, b, c) => (byte)(a >> 24)),
        ("as_type<int>(char4(int4(a, b, c, a + b)))", (a, b, c) => (byte)a | (byte)b << 8 | (byte)c << 16 | (byte)unchecked(a + b) << 24),
        ("int4(a, b, c, 7)[uint(a) & 3u]", (a, b, c) => ((uint)a & 3) switch { 0 => a, 1 => b, 2 => c, _ => 7 }),
        ("(int4(a) * int4(b, c, 1, 2)).y", (a, b, c) => unchecked(a * c)),
        ("mulhi(int4(a), int4(b)).z", (a, b, c) => (int)(((long)a * b) >> 32)),
        ("clamp(int4(a, b, c, 0), int4(-128), int4(127)).x", (a, b, c) => Math.Clamp(a, -128, 127)),
        ("int(bool(a & 1))", (a, b, c) => a & 1),
        ("int(short(a))", (a, b, c) => (short)a),
    ];

    private static readonly string Source = Probe.Source([.. Definitions.Select(d => new Probe.Expression(d.Text, "int", "int"))]);

    public static IEnumerable<TestCaseData> Cases => Definitions.Select((d, i) => new TestCaseData(i).SetArgDisplayNames(d.Text));

    [TestCaseSource(nameof(Cases))]
    public void Is_as_defined(int index)
    {
        var seed = 7 + index;
        var random = new Random(seed);
        var (a, b, c) = (Values(random), Values(random), Values(random));
        var actual = Probe.Evaluate<int, int>(Source, index, a, b, c);
        for (var i = 0; i < Count; i++)
        {
            var expected = Definitions[index].Definition(a[i], b[i], c[i]);
            Assert.That(actual[i], Is.EqualTo(expected), $"{Definitions[index].Text} of {a[i]}, {b[i]}, {c[i]} (seed {seed})");
        }
    }

    /// <summary>Bounds, small numbers and any numbers.</summary>
    private static int[] Values(Random random)
    {
        int[] special = [0, 1, -1, 2, 127, -128, 255, 65535, int.MaxValue, int.MinValue];
        return [.. Enumerable.Range(0, Count).Select(_ => random.Next(4) switch
        {
            0 => special[random.Next(special.Length)],
            1 => random.Next(-300, 300),
            _ => (int)random.NextInt64(int.MinValue, (long)int.MaxValue + 1),
        })];
    }
}
