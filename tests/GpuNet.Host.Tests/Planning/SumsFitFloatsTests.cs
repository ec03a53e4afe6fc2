using GpuNet.Kernels;

namespace GpuNet.Host.Tests.Planning;

/// <summary>When convolutions of bytes may be computed in floats and be exact: while 128 times the weights' magnitudes stay within 2^24.</summary>
public sealed class SumsFitFloatsTests
{
    [TestCase(1024, 128, 0, ExpectedResult = true, TestName = "Any 1024 weights")]
    [TestCase(1025, 128, 0, ExpectedResult = false, TestName = "More of the greatest")]
    [TestCase(2048, 64, 0, ExpectedResult = true, TestName = "2048 of half the greatest")]
    [TestCase(2052, 64, 0, ExpectedResult = false, TestName = "A slice more")]
    [TestCase(2045, 64, 63, ExpectedResult = true, TestName = "Channels that fill up a slice count by their zero-point")]
    [TestCase(2045, 64, 128, ExpectedResult = false, TestName = "and may be too many")]
    [TestCase(131073, 0, 0, ExpectedResult = false, TestName = "More pixels than can be added up")]
    public bool Sums(int channels, int magnitude, int zeroPoint)
    {
        var weights = new sbyte[channels];
        for (var i = 0; i < channels; i++) weights[i] = (sbyte)(magnitude == 128 || i % 2 == 0 ? -magnitude : magnitude);
        return QuantisedWeights.SumsFitFloats(() => weights, zeroPoint, taps: 1, channels);
    }
}
