using System.Runtime.InteropServices;
using GpuNet.Cli.Conformance;
using GpuNet.Conformance;
using GpuNet.Graphs;

namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>What counts as the same tensor, and how a difference is told.</summary>
public sealed class ComparisonTests
{
    [Test]
    public void Floats_may_differ_by_a_part_of_the_greatest_magnitude()
    {
        Assert.That(Compare([100f, 1f], [100f, 1.0009f], 1e-5).Agrees, Is.True);
        Assert.That(Compare([100f, 1f], [100f, 1.0011f], 1e-5).Agrees, Is.False);
        Assert.That(Compare([0.1f, 0f], [0.1f, 0.9e-5f], 1e-5).Agrees, Is.True, "the tolerance itself is the least that is allowed");
        Assert.That(Compare([1f], [1.0000001f], 0).Agrees, Is.False);
    }

    [Test]
    public void What_is_not_a_number_agrees_only_with_itself()
    {
        Assert.That(Compare([float.NaN, float.PositiveInfinity], [float.NaN, float.PositiveInfinity], 1e-5).Agrees, Is.True);
        Assert.That(Compare([1f], [float.NaN], 1e-5).Max, Is.EqualTo(double.PositiveInfinity));
        Assert.That(Compare([float.NaN], [1f], 1e-5).Agrees, Is.False);
        Assert.That(Compare([float.PositiveInfinity], [float.NegativeInfinity], 1e-5).Agrees, Is.False);
        Assert.That(Compare([float.PositiveInfinity, 1f], [float.PositiveInfinity, 2f], 1e-5).Agrees, Is.False, "infinity widens no tolerance");
    }

    [Test]
    public void Integers_agree_to_the_bit()
    {
        var tensor = TensorOf(ElementType.Int64, 1, 2);
        long[] expected = [long.MaxValue, 3];
        long[] actual = [long.MaxValue - 1, 3];
        var difference = TensorDifference.Compare(tensor, MemoryMarshal.AsBytes<long>(expected), MemoryMarshal.AsBytes<long>(actual), 1);
        Assert.That((difference.Mismatches, difference.Max), Is.EqualTo((1, 1)));

        sbyte[] low = [-128];
        sbyte[] high = [127];
        var bytes = TensorDifference.Compare(TensorOf(ElementType.Int8, 1), MemoryMarshal.AsBytes<sbyte>(low), MemoryMarshal.AsBytes<sbyte>(high), 300);
        Assert.That((bytes.Agrees, bytes.Max), Is.EqualTo((false, 255)));
    }

    [Test]
    public void A_difference_names_the_first_and_the_worst_element()
    {
        var tensor = TensorOf(ElementType.Float32, 2, 3);
        float[] expected = [0, 0, 0, 0, 0, 0];
        float[] actual = [0, 0, 0.5f, 0, 2, 0];
        var difference = TensorDifference.Compare(tensor, MemoryMarshal.AsBytes<float>(expected), MemoryMarshal.AsBytes<float>(actual), 1e-5);
        Assert.That(difference.Describe(), Is.EqualTo(
            "2 of 6 elements differ by more than 1E-05; first [0, 2] expected 0, got 0.5; worst [1, 1] expected 0, got 2"));
    }

    [TestCase(null, true)]
    [TestCase("2d_U8", true)]
    [TestCase("conv_2d_u8_111", true)]
    [TestCase("conv*111", true)]
    [TestCase("conv_2d_u8_11?", true)]
    [TestCase("2d*", false)]
    [TestCase("i8", false)]
    public void Filters_choose_by_part_or_pattern(string? pattern, bool matches) =>
        Assert.That(new NameFilter(pattern).Matches("conv_2d_u8_111"), Is.EqualTo(matches));

    [Test]
    public void A_case_file_that_makes_no_sense_is_refused()
    {
        using var scratch = new ScratchFolder();
        foreach (var json in new[] { "{", "null", "{}", """{"op":"ADD","dtype":"f32","tolerance":-1}""", """{"op":1,"dtype":"f32","tolerance":0}""" })
        {
            scratch.Write("a/case.json", System.Text.Encoding.UTF8.GetBytes(json));
            Cli.Run("conformance", "--cases", scratch.Path, "--backend", "reference").AssertFails(ExitCode.BadInput, "case.json");
        }
    }

    private static TensorDifference Compare(float[] expected, float[] actual, double tolerance) => TensorDifference.Compare(
        TensorOf(ElementType.Float32, expected.Length), MemoryMarshal.AsBytes<float>(expected), MemoryMarshal.AsBytes<float>(actual), tolerance);

    private static Tensor TensorOf(ElementType type, params int[] extents) => new(0, "t", type, new Shape(extents), null, null);
}
