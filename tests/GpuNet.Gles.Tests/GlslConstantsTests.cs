using System.Globalization;
using GpuNet.Backends.Gles;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Gles.Tests;

internal sealed class GlslConstantsTests
{
    [TestCase(0, ExpectedResult = "0")]
    [TestCase(7, ExpectedResult = "7")]
    [TestCase(-1, ExpectedResult = "(-1)")]
    [TestCase(int.MaxValue, ExpectedResult = "2147483647")]
    [TestCase(int.MinValue, ExpectedResult = "(-2147483647 - 1)")]
    public string Ints(int value) => GlslConstants.Literal(ScalarType.Int, unchecked((uint)value));

    [TestCase(0u, ExpectedResult = "0u")]
    [TestCase(uint.MaxValue, ExpectedResult = "4294967295u")]
    public string UInts(uint value) => GlslConstants.Literal(ScalarType.UInt, value);

    [TestCase(0u, ExpectedResult = "false")]
    [TestCase(1u, ExpectedResult = "true")]
    public string Bools(uint value) => GlslConstants.Literal(ScalarType.Bool, value);

    [TestCase(0f, ExpectedResult = "0.0")]
    [TestCase(-0f, ExpectedResult = "uintBitsToFloat(0x80000000u)")]
    [TestCase(1f, ExpectedResult = "1.0")]
    [TestCase(-6f, ExpectedResult = "(-6.0)")]
    [TestCase(0.1f, ExpectedResult = "0.1")]
    [TestCase(1e20f, ExpectedResult = "1E+20")]
    [TestCase(-1e-20f, ExpectedResult = "(-1E-20)")]
    [TestCase(1e-30f, ExpectedResult = "1E-30")]
    [TestCase(9.9e-31f, ExpectedResult = "uintBitsToFloat(0x0DA0A2FEu)")]
    [TestCase(1e30f, ExpectedResult = "1E+30")]
    [TestCase(float.MaxValue, ExpectedResult = "uintBitsToFloat(0x7F7FFFFFu)")]
    [TestCase(float.MinValue, ExpectedResult = "uintBitsToFloat(0xFF7FFFFFu)")]
    [TestCase(float.Epsilon, ExpectedResult = "uintBitsToFloat(0x00000001u)")]
    [TestCase(float.PositiveInfinity, ExpectedResult = "uintBitsToFloat(0x7F800000u)")]
    [TestCase(float.NegativeInfinity, ExpectedResult = "uintBitsToFloat(0xFF800000u)")]
    public string Floats(float value) => GlslConstants.Literal(ScalarType.Float, BitConverter.SingleToUInt32Bits(value));

    [TestCase(0x7FC00001u)]
    [TestCase(0xFFFFFFFFu)]
    public void NaN_keeps_its_bits(uint bits) =>
        Assert.That(GlslConstants.Literal(ScalarType.Float, bits), Is.EqualTo($"uintBitsToFloat(0x{bits:X8}u)"));

    [Test]
    public void Everyday_floats_read_back_as_the_same()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 10_000; i++)
        {
            var value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (!(Math.Abs(value) is >= 1e-30f and <= 1e30f)) continue;
            var literal = GlslConstants.Literal(ScalarType.Float, BitConverter.SingleToUInt32Bits(value));
            Assert.That(literal, Does.Match(@"^\(?-?\d+(\.\d+)?(E[+-]\d+)?\)?$").And.Match("[.E]"), $"seed {seed}");
            Assert.That(float.Parse(literal.Trim('(', ')'), CultureInfo.InvariantCulture), Is.EqualTo(value), $"seed {seed}");
        }
    }

    [Test]
    public void Defines_come_by_name_then_workgroup_then_line()
    {
        var text = GlslConstants.Defines(
            [new KernelScalar("stride", ScalarType.Int), new KernelScalar("scale", ScalarType.Float)],
            [2, BitConverter.SingleToUInt32Bits(0.5f)],
            new GridSize(8, 4, 1));
        Assert.That(text, Is.EqualTo(
            "#define stride 2\n#define scale 0.5\n#define WORKGROUP_X 8\n#define WORKGROUP_Y 4\n#define WORKGROUP_Z 1\n#line 2\n"));
    }
}
