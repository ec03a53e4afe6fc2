using FsCheck;
using FsCheck.Fluent;
using GpuNet.Devices;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>The software floats give what IEEE 754 asks for, which the host's own arithmetic does, on every device.</summary>
internal abstract class SoftFloatSuite(string backend)
{
    private const float Least = 1.17549435e-38f;

    private static readonly string[] Names = ["+", "-", "*", "/", "to nearest"];

    // Ties, neighbours of powers of two, what cancels and what is lost.
    private static readonly float[] Extremes =
    [
        0f, 0.5f, 1f, 1.5f, 2f, 2.5f, 3f, 255f, 0.49999997f, 0.99999994f, 1.0000001f, 8388607.5f, 8388608f, 16777216f, 16777215f,
        0.1f, 1f / 3, 127.5f, 128.5f, 1e-20f, 1e20f, 3e38f, Least, 5.9604645e-8f, 5.960465e-8f,
    ];

    private IDevice device = null!;

    [OneTimeSetUp]
    public void OpenDevice() => device = TestDevices.Open(backend);

    [OneTimeTearDown]
    public void CloseDevice() => device.Dispose();

    [Test]
    public void ExtremesRoundAsTheHostRounds()
    {
        float[] both = [.. Extremes, .. Extremes.Select(x => -x)];
        Assert.That(FirstDifference([.. both.SelectMany(_ => both, (x, y) => (x, y))]), Is.Null);
    }

    [Test]
    public void AnyFloatsRoundAsTheHostRounds()
    {
        var anyBits = Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle);
        // Exponents near each other, so that sums cancel and neither operand is lost.
        var near = Gen.Choose(0, (1 << 23) - 1).Zip(Gen.Choose(120, 134), (fraction, exponent) => BitConverter.Int32BitsToSingle((exponent << 23) | fraction));
        var floats = Gen.OneOf(anyBits, near, near.Select(x => -x), Gen.Elements(Extremes)).Where(float.IsFinite);
        Prop.ForAll(floats.Zip(floats, (x, y) => (x, y)).ArrayOf(1000).ToArbitrary(), batch =>
            {
                var difference = FirstDifference(batch);
                return (difference is null).Label(difference ?? "");
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    private string? FirstDifference((float X, float Y)[] pairs)
    {
        if (pairs.Length == 0) return null;
        using var x = device.CreateArray<uint>([.. pairs.Select(p => BitConverter.SingleToUInt32Bits(p.X))]);
        using var y = device.CreateArray<uint>([.. pairs.Select(p => BitConverter.SingleToUInt32Bits(p.Y))]);
        using var results = device.CreateArray<uint>(new uint[pairs.Length * SoftFloatProbe.Slots]);
        device.Run(new SoftFloatProbe(x, y, results), new GridSize(pairs.Length));
        var actual = results.ToArray();
        for (var i = 0; i < pairs.Length; i++)
        {
            var (a, b) = (Flushed(pairs[i].X), Flushed(pairs[i].Y));
            float[] expected = [a + b, a - b, a * b, a / b];
            for (var slot = 0; slot < expected.Length; slot++)
            {
                if (slot == 3 && b == 0) continue;
                var result = BitConverter.UInt32BitsToSingle(actual[(i * SoftFloatProbe.Slots) + slot]);
                // Zeros of either sign are equal, and what is next to the least normal number may round up to it.
                if (result != Flushed(expected[slot]) && MathF.Abs(expected[slot]) != Least)
                    return $"{pairs[i].X:R} {Names[slot]} {pairs[i].Y:R} is {result:R}, not {expected[slot]:R}";
            }

            var nearest = (int)actual[(i * SoftFloatProbe.Slots) + 4];
            var rounded = Math.Clamp(Math.Round((double)a, MidpointRounding.AwayFromZero), -(1 << 20), 1 << 20);
            if (nearest != rounded) return $"{pairs[i].X:R} {Names[4]} is {nearest}, not {rounded}";
        }

        return null;
    }

    private static float Flushed(float value) => MathF.Abs(value) < Least ? 0f : value;
}

[TestFixture]
[Category("vulkan")]
internal sealed class VulkanSoftFloat() : SoftFloatSuite("vulkan");

[TestFixture]
[Category("gles")]
internal sealed class GlesSoftFloat() : SoftFloatSuite("gles");

[TestFixture]
[Category("metal")]
internal sealed class MetalSoftFloat() : SoftFloatSuite("metal");

[TestFixture]
[Category("cpu")]
internal sealed class CpuSoftFloat() : SoftFloatSuite("cpu");
