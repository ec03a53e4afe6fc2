using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using GpuNet.Graphs;
using GpuNet.Images;

namespace GpuNet.Cli.Tests.Images;

/// <summary>Images become the numbers that a model was trained on.</summary>
public sealed class ImageTensorTests
{
    private static readonly RgbImage TwoPixels = new(2, 1, [0, 51, 255, 128, 128, 128]);

    [Test]
    public void Floats_run_from_minus_one_to_one()
    {
        var bytes = ImageTensor.Create(TwoPixels, Input(ElementType.Float32, [1, 1, 2, 3]));
        Assert.That(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), Is.EqualTo(new[] { -1, -0.6f, 1, 0.00392157f, 0.00392157f, 0.00392157f }).Within(1e-7));
    }

    [TestCase(ElementType.UInt8, 0.0078125f, 128, 0, 51, 255)]
    [TestCase(ElementType.UInt8, 1f, 0, 0, 51, 255)]
    [TestCase(ElementType.Int8, 0.003921569f, -128, -128, -77, 127)]
    [TestCase(ElementType.Int8, 0.0078431f, -1, -128, -77, 127)]
    [TestCase(ElementType.Int8, 0.05f, 0, -20, -12, 20)]
    [TestCase(ElementType.UInt8, 0.005f, 100, 0, 0, 255)]
    public void Integers_are_pixels_or_their_quantised_value(ElementType type, float scale, int zeroPoint, int black, int dark, int white)
    {
        var bytes = ImageTensor.Create(TwoPixels, Input(type, [1, 1, 2, 3], scale, zeroPoint));
        var values = bytes.Take(3).Select(b => type == ElementType.Int8 ? (sbyte)b : (int)b);
        Assert.That(values, Is.EqualTo(new[] { black, dark, white }));
    }

    [Test]
    public void One_channel_is_the_brightness()
    {
        var image = new RgbImage(4, 1, [255, 0, 0, 0, 255, 0, 0, 0, 255, 77, 77, 77]);
        var bytes = ImageTensor.Create(image, Input(ElementType.UInt8, [1, 1, 4, 1], 1, 0));
        Assert.That(bytes, Is.EqualTo(new byte[] { 77, 149, 29, 77 }));
    }

    [TestCase(ElementType.Int32, 1, 4, 4, 3)]
    [TestCase(ElementType.Float32, 1, 4, 4, 2)]
    [TestCase(ElementType.Float32, 2, 4, 4, 3)]
    [TestCase(ElementType.Float32, 1, 48)]
    public void A_tensor_that_takes_no_image_is_refused(ElementType type, params int[] extents) => Assert.That(
        () => ImageTensor.Create(TwoPixels, Input(type, extents)),
        Throws.TypeOf<InvalidInputException>().With.Message.Contains("does not take an image"));

    [Test]
    public void Resizing_to_the_same_extents_changes_nothing()
    {
        var image = TestImages.Noise(9, 7, seed: 3);
        Assert.That(ImageResize.Resize(image, 9, 7).Rgb, Is.EqualTo(image.Rgb));
    }

    [Test]
    public void Resizing_keeps_one_colour_and_the_range([Values(1, 2, 5, 31, 96)] int width, [Values(1, 3, 64)] int height)
    {
        var flat = new RgbImage(23, 17, [.. Enumerable.Repeat<byte>(201, 23 * 17 * 3)]);
        Assert.That(ImageResize.Resize(flat, width, height).Rgb, Is.All.EqualTo(201));

        var image = TestImages.Noise(23, 17, seed: 4);
        for (var i = 0; i < image.Rgb.Length; i++) image.Rgb[i] = (byte)(60 + (image.Rgb[i] % 100));
        Assert.That(ImageResize.Resize(image, width, height).Rgb, Is.All.InRange(60, 159));
    }

    [Test]
    public void Shrinking_skips_no_pixel()
    {
        // A single white pixel, wherever it stands, must show in a result of one pixel.
        for (var i = 0; i < 7; i++)
        {
            var row = new byte[7 * 3];
            row.AsSpan(i * 3, 3).Fill(255);
            Assert.That(ImageResize.Resize(new RgbImage(7, 1, row), 1, 1).Rgb, Is.All.Positive, $"pixel {i}");
        }
    }

    [Test]
    public void Growing_interpolates_between_pixel_centres()
    {
        var image = new RgbImage(2, 1, [0, 0, 0, 200, 200, 200]);
        var row = ImageResize.Resize(image, 4, 1).Rgb.Where((_, i) => i % 3 == 0);
        Assert.That(row, Is.EqualTo(new byte[] { 0, 50, 150, 200 }));
    }

    [Test]
    public void Rows_and_columns_are_treated_alike()
    {
        var image = TestImages.Noise(12, 1, seed: 5);
        var row = ImageResize.Resize(image, 5, 1).Rgb;
        var column = ImageResize.Resize(new RgbImage(1, 12, image.Rgb), 1, 5).Rgb;
        Assert.That(column, Is.EqualTo(row));
    }

    [TestCase("mobilenet_v1_1.0_224_quant", 224)]
    [TestCase("mobilenet_v1_0.5_160_quant", 160)]
    [TestCase("mobilenet_v1_0.25_128_quant", 128)]
    public void Bytes_equal_those_of_the_goldens(string model, int extent)
    {
        foreach (var name in new[] { "bird", "cat", "grace_hopper" })
        {
            var image = ImageFile.Read(Repository.Shared("images", $"{name}.bmp"));
            var bytes = ImageTensor.Create(image, Input(ElementType.UInt8, [1, extent, extent, 3], 0.0078125f, 128));
            Assert.That(bytes, Is.EqualTo(File.ReadAllBytes(Repository.Shared("golden", model, name, "in.bin"))), name);
        }
    }

    [TestCase("mobilenet_v1_1.0_224_float")]
    [TestCase("mobilenet_v1_0.25_224")]
    public void Floats_equal_those_of_the_goldens(string model)
    {
        foreach (var name in new[] { "bird", "cat", "grace_hopper" })
        {
            var image = ImageFile.Read(Repository.Shared("images", $"{name}.bmp"));
            var floats = MemoryMarshal.Cast<byte, float>(ImageTensor.Create(image, Input(ElementType.Float32, [1, 224, 224, 3]))).ToArray();
            var expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Repository.Shared("golden", model, name, "in.bin"))).ToArray();
            var worst = floats.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {worst}"));
            Assert.That(worst, Is.LessThan(1e-6f), name);
        }
    }

    [TestCase("person")]
    [TestCase("no_person")]
    public void Grey_bytes_equal_those_of_the_goldens(string name)
    {
        var image = ImageFile.Read(Repository.Shared("images", $"{name}.bmp"));
        var bytes = ImageTensor.Create(image, Input(ElementType.Int8, [1, 96, 96, 1], 0.003921569f, -128));
        Assert.That(bytes, Is.EqualTo(File.ReadAllBytes(Repository.Shared("golden", "person_detect", name, "in.bin"))));
    }

    private static Tensor Input(ElementType type, int[] extents, float? scale = null, int zeroPoint = 0) => new(
        0, "input", type, new Shape(extents), scale is { } s ? new Quantisation([s], ImmutableArray.Create(zeroPoint), 0) : null, null);
}
