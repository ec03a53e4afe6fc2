using GpuNet.MetalStandIn.Tests.Metal;

namespace GpuNet.MetalStandIn.Tests.Language;

/// <summary>The float operators and functions of MSL: to the bit where MSL says so, else within its error.</summary>
[TestFixture]
public sealed class FloatArithmeticTests
{
    private const int Count = 512;

    /// <summary>An expression, the same in C#, and by how many units in the last place it may differ.</summary>
    private static readonly (string Text, Func<float, float, float, float> Definition, int Units)[] Definitions =
    [
        ("a + b", (a, b, c) => a + b, 0),
        ("a * b + c", (a, b, c) => (a * b) + c, 0), // not contracted
        ("a / b", (a, b, c) => a / b, 0),
        ("fma(a, b, c)", MathF.FusedMultiplyAdd, 0),
        ("fma(float4(a), float4(b, c, a, b), float4(c)).x", MathF.FusedMultiplyAdd, 0),
        ("fma(float4(a), float4(b, c, a, b), float4(c)).y", (a, b, c) => MathF.FusedMultiplyAdd(a, c, c), 0),
        ("min(a, b)", MinimumNumber, 0),
        ("max(a, b)", MaximumNumber, 0),
        ("max(float4(a), float4(b)).w", MaximumNumber, 0),
        ("clamp(a, -1.0f, 2.0f)", (a, b, c) => MinimumNumber(MaximumNumber(a, -1f, c), 2f, c), 0),
        ("abs(a)", (a, b, c) => MathF.Abs(a), 0),
        ("fabs(a)", (a, b, c) => MathF.Abs(a), 0),
        ("floor(a)", (a, b, c) => MathF.Floor(a), 0),
        ("ceil(a)", (a, b, c) => MathF.Ceiling(a), 0),
        ("trunc(a)", (a, b, c) => MathF.Truncate(a), 0),
        ("rint(a * 0.5f)", (a, b, c) => MathF.Round(a * 0.5f, MidpointRounding.ToEven), 0),
        ("round(a * 0.5f)", (a, b, c) => MathF.Round(a * 0.5f, MidpointRounding.AwayFromZero), 0),
        ("sqrt(abs(a))", (a, b, c) => MathF.Sqrt(MathF.Abs(a)), 0),
        ("rsqrt(abs(a) + 1.0f)", (a, b, c) => 1 / MathF.Sqrt(MathF.Abs(a) + 1), 2),
        ("exp(clamp(a, -80.0f, 80.0f))", (a, b, c) => MathF.Exp(Clean(a, -80, 80)), 4),
        ("log(abs(a) + 1.0f)", (a, b, c) => MathF.Log(MathF.Abs(a) + 1), 4),
        ("sin(clamp(a, -3.0f, 3.0f))", (a, b, c) => MathF.Sin(Clean(a, -3, 3)), 4),
        ("cos(clamp(a, -3.0f, 3.0f))", (a, b, c) => MathF.Cos(Clean(a, -3, 3)), 4),
        ("tanh(a)", (a, b, c) => MathF.Tanh(a), 5),
        ("pow(abs(a) + 0.5f, 1.25f)", (a, b, c) => MathF.Pow(MathF.Abs(a) + 0.5f, 1.25f), 16),
        ("dot(float2(a, b), float2(b, c))", (a, b, c) => (a * b) + (b * c), 0),
        ("dot(float4(a, b, c, 1.0f), float4(b, c, a, 2.0f))", (a, b, c) => (a * b) + (b * c) + (c * a) + 2f, 0),
        ("float(half(a))", (a, b, c) => (float)(Half)a, 0), // to the nearest, ties to even
        ("float4(half4(float4(a, b, c, a))).y", (a, b, c) => (float)(Half)b, 0),
        ("float2(as_type<half2>(as_type<uint>(half2(a, b)))).y", (a, b, c) => (float)(Half)b, 0),
        ("float(int(clamp(a, -1e6f, 1e6f)))", (a, b, c) => (int)Clean(a, -1e6f, 1e6f), 0), // towards zero
        ("as_type<float>(as_type<int>(a) ^ as_type<int>(0.0f))", (a, b, c) => a, 0),
        ("a < b ? 1.0f : a == a ? 2.0f : 3.0f", (a, b, c) => a < b ? 1f : !float.IsNaN(a) ? 2f : 3f, 0),
    ];

    private static readonly string Source = Probe.Source([.. Definitions.Select(d => new Probe.Expression(d.Text, "float", "float"))]);

    public static IEnumerable<TestCaseData> Cases => Definitions.Select((d, i) => new TestCaseData(i).SetArgDisplayNames(d.Text));

    [TestCaseSource(nameof(Cases))]
    public void Is_as_defined(int index)
    {
        var seed = 11 + index;
        var random = new Random(seed);
        var (a, b, c) = (Values(random), Values(random), Values(random));
        var actual = Probe.Evaluate<float, float>(Source, index, a, b, c);
        for (var i = 0; i < Count; i++)
        {
            var expected = Definitions[index].Definition(a[i], b[i], c[i]);
            Assert.That(
                UnitsApart(actual[i], expected),
                Is.LessThanOrEqualTo(Definitions[index].Units),
                $"{Definitions[index].Text} of {a[i]:R}, {b[i]:R}, {c[i]:R} is {actual[i]:R}, not {expected:R} (seed {seed})");
        }
    }

    private static float[] Values(Random random)
    {
        float[] special = [0f, -0f, 1f, -1f, 0.5f, 2.5f, 65504f, 65520f, 1e-7f, 3e38f, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        return [.. Enumerable.Range(0, Count).Select(_ => random.Next(4) switch
        {
            0 => special[random.Next(special.Length)],
            1 => random.Next(-20, 20),
            _ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-3, 5)),
        })];
    }

    /// <summary>fmin: of a number and a NaN, the number.</summary>
    private static float MinimumNumber(float a, float b, float unused) => float.IsNaN(a) ? b : float.IsNaN(b) ? a : MathF.Min(a, b);

    private static float MaximumNumber(float a, float b, float unused) => float.IsNaN(a) ? b : float.IsNaN(b) ? a : MathF.Max(a, b);

    private static float Clean(float value, float low, float high) => MinimumNumber(MaximumNumber(value, low, 0), high, 0);

    /// <summary>Zeros of either sign are equal, as are all NaNs.</summary>
    private static long UnitsApart(float a, float b)
    {
        if (a == b || (float.IsNaN(a) && float.IsNaN(b))) return 0;
        if (float.IsNaN(a) || float.IsNaN(b)) return long.MaxValue;
        return Math.Abs(Ordered(a) - Ordered(b));
    }

    private static long Ordered(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return bits < 0 ? int.MinValue - (long)bits : bits;
    }
}
