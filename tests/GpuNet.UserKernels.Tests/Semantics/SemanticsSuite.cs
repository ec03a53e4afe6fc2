using GpuNet.Devices;
using GpuNet.Language;
using GpuNet.Shaders;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>A kernel means on a device what its C# means on the CPU: integers to the bit, floats closely.</summary>
internal abstract class SemanticsSuite(string backend)
{
    private const int Count = 500;
    private const float Tolerance = 2e-5f;

    private static readonly int[] Edges = [0, 1, -1, 2, 7, -7, 31, 32, 33, -32, 0x7F, 0x80, -0x80, int.MaxValue, int.MinValue, int.MinValue + 1];

    private delegate IKernel OfIntegers(ReadBuffer<int> a, ReadBuffer<int> b, ReadWriteBuffer<int> results);

    [Test]
    public void IntegersAreEqualToTheBit() =>
        ExpectEqual(IntegerOperators.Slots, (a, b, results) => new IntegerOperators(a, b, results));

    [Test]
    public void ControlFlowGoesTheSameWay() =>
        ExpectEqual(ControlFlow.Slots, (a, b, results) => new ControlFlow(a, b, results));

    [Test]
    public void VectorsAndArraysHoldTheSame([Values(1, 3, 4)] int taps) =>
        ExpectEqual(VectorsAndArrays.Slots, (a, b, results) => new VectorsAndArrays(a, b, results, taps));

    [Test]
    public void AwkwardNamesStayApart([Values] bool sample) => ExpectEqual(
        AwkwardNames.Slots,
        (a, b, results) => new AwkwardNames(a, b, results, new Texture(-5, 3000000000u, 1.5f, !sample), 11, -13, 17, sample, 19));

    [Test]
    public void AKernelMayHaveTheNameOfAMacro() => ExpectEqual(INFINITY.Slots, (a, b, results) => new INFINITY(a, b, results));

    [Test]
    public void LateConstantsAndUniformsKeepTheirPlaces([Values] bool lateFlips, [Values(0, 3)] int rounds) => ExpectEqual(
        LateScalars.Slots,
        (a, b, results) => new LateScalars(
            a, b, results, rounds, -7, 0xF0F0F0F0u, 0x00FFFF00u, 0.5f, 2.25f, lateFlips, !lateFlips,
            new Factors(19, 3000000000u, -1.5f, true), new Factors(-23, 29u, 1024.125f, false)));

    [Test]
    public void FloatsAreClose()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var a = Array.ConvertAll(new float[Count], _ => (random.NextSingle() * 16f) - 8f);
        var b = Array.ConvertAll(new float[Count], _ => (random.NextSingle() * 3.9f) + 0.1f);
        var expected = Floats("cpu", a, b);
        var actual = Floats(backend, a, b);
        for (var i = 0; i < expected.Length; i++)
        {
            var tolerance = Tolerance * MathF.Max(1f, MathF.Abs(expected[i]));
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(tolerance), $"slot {i % FloatFunctions.Slots} of {a[i / FloatFunctions.Slots]:R} and {b[i / FloatFunctions.Slots]:R}, seed {seed}");
        }
    }

    private static float[] Floats(string backend, float[] a, float[] b)
    {
        using var device = TestDevices.Open(backend);
        using var first = device.CreateArray<float>(a);
        using var second = device.CreateArray<float>(b);
        using var results = device.CreateArray<float>(new float[a.Length * FloatFunctions.Slots]);
        device.Run(new FloatFunctions(first, second, results), new GridSize(a.Length));
        return results.ToArray();
    }

    private static int[] Integers(string backend, int[] a, int[] b, int slots, OfIntegers kernel)
    {
        using var device = TestDevices.Open(backend);
        using var first = device.CreateArray<int>(a);
        using var second = device.CreateArray<int>(b);
        using var results = device.CreateArray<int>(new int[a.Length * slots]);
        device.Run(kernel(first, second, results), new GridSize(a.Length));
        return results.ToArray();
    }

    private void ExpectEqual(int slots, OfIntegers kernel)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var a = Array.ConvertAll(new int[Count], _ => Next(random));
        var b = Array.ConvertAll(new int[Count], _ => Next(random));
        var expected = Integers("cpu", a, b, slots, kernel);
        var actual = Integers(backend, a, b, slots, kernel);
        var wrong = Enumerable.Range(0, expected.Length).Where(i => actual[i] != expected[i])
            .Select(i => $"slot {i % slots} of {a[i / slots]} and {b[i / slots]}: {actual[i]}, not {expected[i]}").ToList();
        Assert.That(wrong, Is.Empty, $"seed {seed}");
    }

    private static int Next(Random random) => random.Next(4) switch
    {
        0 => Edges[random.Next(Edges.Length)],
        1 => random.Next(-100, 100),
        _ => random.Next(int.MinValue, int.MaxValue),
    };
}

[Category("vulkan")]
internal sealed class VulkanSemanticsTests() : SemanticsSuite("vulkan");

[Category("gles")]
internal sealed class GlesSemanticsTests() : SemanticsSuite("gles");

[Category("metal")]
internal sealed class MetalSemanticsTests() : SemanticsSuite("metal");
