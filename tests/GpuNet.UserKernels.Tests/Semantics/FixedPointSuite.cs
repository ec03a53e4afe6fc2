using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using GpuNet.Devices;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>The fixed-point functions hold to their definitions in integers without bounds, on every device.</summary>
internal abstract class FixedPointSuite(string backend)
{
    private const double ApproximationError = 1e-6;

    private static readonly int[] Extremes = [0, 1, -1, 2, -2, 1 << 30, -(1 << 30), int.MaxValue, int.MinValue, int.MaxValue - 1, int.MinValue + 1];

    private static readonly Func<BigInteger, BigInteger, BigInteger>[] Definitions =
    [
        HighMul,
        (x, y) => DivideByPowerOfTwo(x, (int)(y & 31)),
        (x, y) => Saturate(x << (int)(y & 31)),
        Requantise,
        RequantiseShort,
    ];

    private IDevice device = null!;

    [OneTimeSetUp]
    public void OpenDevice() => device = TestDevices.Open(backend);

    [OneTimeTearDown]
    public void CloseDevice() => device.Dispose();

    [Test]
    public void ExtremesHoldToTheDefinitions()
    {
        var pairs = Extremes.SelectMany(_ => Extremes, (x, y) => (x, y)).ToArray();
        Assert.That(FirstDifference(pairs), Is.Null);
    }

    [Test]
    public void AnyIntegersHoldToTheDefinitions()
    {
        var integers = Gen.OneOf(
            Gen.Choose(int.MinValue, int.MaxValue), Gen.Choose(-300, 300), Gen.Elements(Extremes), Gen.Choose(0, 31).Select(shift => 1 << shift));
        var pairs = integers.Zip(integers, (x, y) => (x, y)).ArrayOf(1000);
        // A batch goes to the device at once; a failure prints the pair and the seed.
        Prop.ForAll(pairs.ToArbitrary(), batch => (FirstDifference(batch) is not { } difference).Label(FirstDifference(batch) ?? ""))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    private string? FirstDifference((int X, int Y)[] pairs)
    {
        if (pairs.Length == 0) return null;
        using var x = device.CreateArray<int>([.. pairs.Select(p => p.X)]);
        using var y = device.CreateArray<int>([.. pairs.Select(p => p.Y)]);
        using var results = device.CreateArray<int>(new int[pairs.Length * FixedPointProbe.Slots]);
        device.Run(new FixedPointProbe(x, y, results), new GridSize(pairs.Length));
        var actual = results.ToArray();
        for (var i = 0; i < pairs.Length; i++)
        {
            var slots = actual.AsSpan(i * FixedPointProbe.Slots, FixedPointProbe.Slots);
            for (var slot = 0; slot < Definitions.Length; slot++)
            {
                var expected = Definitions[slot](pairs[i].X, pairs[i].Y);
                if (slots[slot] != expected) return $"slot {slot} of {pairs[i]}: {slots[slot]}, not {expected}";
            }

            var positive = pairs[i].X & int.MaxValue;
            var exp = Math.Exp(-positive / (double)(1 << 26));
            if (Math.Abs((slots[5] / (double)(1L << 31)) - exp) > ApproximationError) return $"exp of {-positive} / 2^26: {slots[5]} / 2^31, not {exp}";
            var reciprocal = 1 / (1 + (positive / (double)(1L << 31)));
            if (Math.Abs((slots[6] / (double)(1L << 31)) - reciprocal) > ApproximationError)
                return $"1 / (1 + {positive} / 2^31): {slots[6]} / 2^31, not {reciprocal}";
        }

        return null;
    }

    // a * b / 2^31, to the nearest, halves up.
    private static BigInteger HighMul(BigInteger a, BigInteger b) => Saturate(((a * b) + (1 << 30)) >> 31);

    // x / 2^exponent, to the nearest, halves away from zero.
    private static BigInteger DivideByPowerOfTwo(BigInteger x, int exponent)
    {
        var half = exponent == 0 ? BigInteger.Zero : BigInteger.One << (exponent - 1);
        var magnitude = (BigInteger.Abs(x) + half) >> exponent;
        return x.Sign < 0 ? -magnitude : magnitude;
    }

    private static BigInteger Requantise(BigInteger a, BigInteger b)
    {
        var (x, multiplier, exponent) = (a >> 8, b & int.MaxValue, (int)(a & 31) - 24);
        // What is shifted out at the top is lost, as it is there.
        var shifted = unchecked((int)(uint)((x << Math.Max(exponent, 0)) & uint.MaxValue));
        return DivideByPowerOfTwo(HighMul(shifted, multiplier), Math.Max(-exponent, 0));
    }

    private static BigInteger RequantiseShort(BigInteger a, BigInteger b)
    {
        // Greater than -2^30 is what it asks for.
        var multiplier = (b & int.MaxValue) | (1 << 30);
        return DivideByPowerOfTwo(HighMul(a >> 1, multiplier), 1 + (int)(a & 15) + (int)(b & 15));
    }

    private static BigInteger Saturate(BigInteger x) => BigInteger.Min(BigInteger.Max(x, int.MinValue), int.MaxValue);
}

[TestFixture]
[Category("vulkan")]
internal sealed class VulkanFixedPoint() : FixedPointSuite("vulkan");

[TestFixture]
[Category("gles")]
internal sealed class GlesFixedPoint() : FixedPointSuite("gles");

[TestFixture]
[Category("metal")]
internal sealed class MetalFixedPoint() : FixedPointSuite("metal");

[TestFixture]
[Category("cpu")]
internal sealed class CpuFixedPoint() : FixedPointSuite("cpu");
