using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using GpuNet.Reference;

namespace GpuNet.Core.Tests.Reference;

/// <summary>The fixed-point functions against their definitions in unbounded integers. A failure prints FsCheck's seed.</summary>
public sealed class FixedPointTests
{
    private static readonly Config Thoroughly = Config.QuickThrowOnFailure.WithMaxTest(10_000);

    private static readonly int[] Edges = [int.MinValue, int.MinValue + 1, -(1 << 30), -1, 0, 1, 1 << 30, int.MaxValue];

    private static readonly Arbitrary<int> Integers = Gen.Frequency(
        (4, ArbMap.Default.GeneratorFor<DoNotSize<int>>().Select(value => value.Item)),
        (1, Gen.Elements(Edges))).ToArbitrary();

    private static readonly Arbitrary<int> Shifts = Gen.Choose(0, 31).ToArbitrary();

    private static readonly Arbitrary<double> Multipliers =
        ArbMap.Default.GeneratorFor<DoNotSize<ulong>>().Zip(Gen.Choose(-40, 30))
            .Select(pair => Math.ScaleB(1 + (pair.Item1.Item / Math.Pow(2, 64)), pair.Item2)).ToArbitrary();

    [Test]
    public void Srdhm_is_the_high_half_of_the_doubled_product_rounded_halves_up() => Prop.ForAll(Integers, Integers, (a, b) =>
    {
        var exact = FloorDivide(((BigInteger)a * b) + (1 << 30), BigInteger.One << 31);
        return FixedPoint.Srdhm(a, b) == (int)BigInteger.Min(exact, int.MaxValue);
    }).Check(Thoroughly);

    [Test]
    public void Srdhm16_is_the_same_in_16_bits() => Prop.ForAll(Integers, Integers, (a, b) =>
    {
        var exact = FloorDivide(((BigInteger)(short)a * (short)b) + (1 << 14), 1 << 15);
        return FixedPoint.Srdhm16((short)a, (short)b) == (short)BigInteger.Min(exact, short.MaxValue);
    }).Check(Thoroughly);

    [Test]
    public void RoundingDivideByPot_rounds_halves_away_from_zero() => Prop.ForAll(Integers, Shifts, (x, exponent) =>
    {
        var divisor = BigInteger.One << exponent;
        var magnitude = FloorDivide((2 * BigInteger.Abs(x)) + divisor, 2 * divisor);
        return FixedPoint.RoundingDivideByPot(x, exponent) == (int)(magnitude * BigInteger.Abs(x).CompareTo(0) * Math.Sign(x));
    }).Check(Thoroughly);

    [Test]
    public void RoundingHalfSum_rounds_halves_away_from_zero() => Prop.ForAll(Integers, Integers, (a, b) =>
    {
        var sum = (BigInteger)a + b;
        return FixedPoint.RoundingHalfSum(a, b) == (int)(FloorDivide(BigInteger.Abs(sum) + 1, 2) * sum.Sign);
    }).Check(Thoroughly);

    [Test]
    public void SaturatingShiftLeft_saturates() => Prop.ForAll(Integers, Shifts, (x, exponent) =>
    {
        var exact = BigInteger.Max(int.MinValue, BigInteger.Min(int.MaxValue, (BigInteger)x << exponent));
        return FixedPoint.SaturatingShiftLeft(x, exponent) == (int)exact;
    }).Check(Thoroughly);

    [Test]
    public void QuantiseMultiplier_is_the_nearest_with_31_bits() => Prop.ForAll(Multipliers, real =>
    {
        var (multiplier, exponent) = FixedPoint.QuantiseMultiplier(real);
        if (multiplier == 0) return real < Math.ScaleB(1, -32);

        // Both sides in units of 2^-100, where every double of this range is an integer.
        var stored = (BigInteger)multiplier << (exponent - 31 + 100);
        var exact = (BigInteger)Math.ScaleB(real, 100);
        return multiplier >= 1 << 30 && 2 * BigInteger.Abs(stored - exact) <= BigInteger.One << (exponent - 31 + 100);
    }).Check(Thoroughly);

    [Test]
    public void Requantise_is_within_a_unit_of_the_real_product() => Prop.ForAll(Integers, Multipliers, (x, real) =>
    {
        var small = x >> 8;
        var scaled = Math.Abs(real) < 128 ? real : 128 / real;
        var result = FixedPoint.Requantise(small, FixedPoint.QuantiseMultiplier(scaled));
        return Math.Abs(result - (small * scaled)) <= 1 + Math.Abs(small * scaled * 1e-9);
    }).Check(Thoroughly);

    [TestCase(0.0, 0, 0)]
    [TestCase(1.0, 1 << 30, 1)]
    [TestCase(0.5, 1 << 30, 0)]
    [TestCase(0.9999999999999999, 1 << 30, 1)]
    public void QuantiseMultiplier_of_powers_of_two(double real, int multiplier, int exponent) =>
        Assert.That(FixedPoint.QuantiseMultiplier(real), Is.EqualTo(new QuantisedMultiplier(multiplier, exponent)));

    [TestCase(0.5f, 1)]
    [TestCase(-0.5f, -1)]
    [TestCase(0.49999997f, 0)]
    [TestCase(2.5f, 3)]
    [TestCase(1e20f, int.MaxValue)]
    [TestCase(-1e20f, int.MinValue)]
    public void RoundAway_rounds_halves_away_and_saturates(float x, int expected) =>
        Assert.That(FixedPoint.RoundAway(x), Is.EqualTo(expected));

    private static BigInteger FloorDivide(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }
}
