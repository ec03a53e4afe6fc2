using System.Buffers.Binary;
using GpuNet.Images;

namespace GpuNet.Cli.Tests.Images;

/// <summary>Each kind of image is read pixel for pixel, and what is not read is refused in words.</summary>
public sealed class ImageFileTests
{
    [Test]
    public void Bmp_of_24_bits_with_padded_rows_is_read([Values(1, 2, 3, 4, 7)] int width)
    {
        var image = TestImages.Noise(width, 5, seed: width);
        AssertSame(ImageFile.Decode("a.bmp", TestImages.Bmp24(image)), image);
    }

    [Test]
    public void Bmp_from_the_top_is_read()
    {
        byte[] bgr = [3, 2, 1, 6, 5, 4];
        var image = ImageFile.Decode("a.bmp", TestImages.Bmp(1, -2, 24, 0, [], bgr));
        Assert.That(image.Rgb, Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void Bmp_of_32_bits_is_read()
    {
        var image = ImageFile.Decode("a.bmp", TestImages.Bmp(1, 1, 32, 0, [], [3, 2, 1, 0]));
        Assert.That(image.Rgb, Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void Bmp_with_masks_scales_channels_to_eight_bits()
    {
        byte[] masks = [0x00, 0xf8, 0, 0, 0xe0, 0x07, 0, 0, 0x1f, 0, 0, 0];
        var white = ImageFile.Decode("a.bmp", TestImages.Bmp(2, 1, 16, 3, masks, [0xff, 0xff, 0x00, 0x08]));
        Assert.That(white.Rgb, Is.EqualTo(new byte[] { 255, 255, 255, 8, 0, 0 }));
    }

    [Test]
    public void Bmp_with_masks_in_another_order_is_read()
    {
        byte[] masks = [0xff, 0, 0, 0, 0, 0xff, 0, 0, 0, 0, 0xff, 0];
        var image = ImageFile.Decode("a.bmp", TestImages.Bmp(1, 1, 32, 3, masks, [1, 2, 3, 255]));
        Assert.That(image.Rgb, Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void Bmp_with_a_palette_is_read()
    {
        byte[] palette = [30, 20, 10, 0, 60, 50, 40, 0];
        var image = ImageFile.Decode("a.bmp", TestImages.Bmp(3, 1, 8, 0, palette, [1, 0, 1], colours: 2));
        Assert.That(image.Rgb, Is.EqualTo(new byte[] { 40, 50, 60, 10, 20, 30, 40, 50, 60 }));
        AssertRefused(TestImages.Bmp(3, 1, 8, 0, palette, [1, 2, 1], colours: 2), "colour 2, outside its palette of 2");
    }

    [Test]
    public void Bmp_of_other_kinds_is_refused()
    {
        AssertRefused(TestImages.Bmp(8, 1, 8, 1, new byte[1024], new byte[8]), "compression 1");
        AssertRefused(TestImages.Bmp(8, 1, 4, 0, new byte[64], new byte[4]), "4 bits a pixel");
        AssertRefused(TestImages.Bmp(1, 1, 32, 3, new byte[12], new byte[4]), "channel masks");
    }

    [TestCase("P6\n2 1\n255\n", "\u0001\u0002\u0003\u0004\u0005\u0006", new byte[] { 1, 2, 3, 4, 5, 6 })]
    [TestCase("P6 # a comment\n# 9 9\n2\t1 255\n", "\u0001\u0002\u0003\u0004\u0005\u0006", new byte[] { 1, 2, 3, 4, 5, 6 })]
    [TestCase("P5 2 1 255\n", "\u0007\u0008", new byte[] { 7, 7, 7, 8, 8, 8 })]
    [TestCase("P5 2 1 3\n", "\u0001\u0003", new byte[] { 85, 85, 85, 255, 255, 255 })]
    public void Ppm_is_read(string header, string samples, byte[] expected)
    {
        var image = ImageFile.Decode("a.ppm", TestImages.Pnm(header, [.. samples.Select(c => (byte)c)]));
        Assert.That(image.Rgb, Is.EqualTo(expected));
    }

    [TestCase("P6\n2 1\n65535\n", "values up to 65535")]
    [TestCase("P6\n2\n", "no height")]
    [TestCase("P6\n0 1\n255\n", "empty")]
    [TestCase("P6\n99999999999999999999 1\n255\n", "too large")]
    [TestCase("P6\n20000 20000\n255\n", "million")]
    [TestCase("P6\n9500 10000\n255\n", "MiB")]
    [TestCase("P6\n70000 1\n255\n", "65535")]
    public void Ppm_with_a_bad_header_is_refused(string header, string reason) =>
        AssertRefused(TestImages.Pnm(header, new byte[6]), reason);

    [Test]
    public void Png_is_read()
    {
        var image = TestImages.Noise(13, 9, seed: 1);
        AssertSame(ImageFile.Decode("a.png", NativeEncoders.Png(image.Rgb, 13, 9, format: 2)), image);
        byte[] grey = [0, 128, 255];
        Assert.That(
            ImageFile.Decode("a.png", NativeEncoders.Png(grey, 3, 1, format: 0)).Rgb,
            Is.EqualTo(new byte[] { 0, 0, 0, 128, 128, 128, 255, 255, 255 }));
    }

    [Test]
    public void Png_of_16_bits_is_read()
    {
        ushort[] linear = [0, 0, 0, 65535, 65535, 65535];
        var image = ImageFile.Decode("a.png", NativeEncoders.Png(linear, 2, 1, format: 6));
        Assert.That(image.Rgb, Is.EqualTo(new byte[] { 0, 0, 0, 255, 255, 255 }));
    }

    [Test]
    public void What_is_transparent_is_laid_over_white()
    {
        byte[] rgba = [10, 20, 30, 0, 10, 20, 30, 255];
        byte[] expected = [255, 255, 255, 10, 20, 30];
        Assert.That(ImageFile.Decode("a.png", NativeEncoders.Png(rgba, 2, 1, format: 3)).Rgb, Is.EqualTo(expected));
        Assert.That(ImageFile.Decode("a.webp", NativeEncoders.WebpLossless(rgba, 2, 1, 4)).Rgb, Is.EqualTo(expected));
    }

    [Test]
    public void Webp_is_read()
    {
        var image = TestImages.Noise(17, 5, seed: 2);
        AssertSame(ImageFile.Decode("a.webp", NativeEncoders.WebpLossless(image.Rgb, 17, 5, 3)), image);
    }

    [Test]
    public void Animated_webp_is_refused()
    {
        byte[] vp8x = [.. "VP8X"u8, 10, 0, 0, 0, 2, 0, 0, 0, 9, 0, 0, 9, 0, 0, .. "ANIM"u8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] file = [.. "RIFF"u8, (byte)(4 + vp8x.Length), 0, 0, 0, .. "WEBP"u8, .. vp8x];
        AssertRefused(file, "animated");
    }

    [Test]
    public void Jpeg_is_read([Values] bool progressive)
    {
        var image = TestImages.Gradient(40, 24);
        var read = ImageFile.Decode("a.jpg", NativeEncoders.Jpeg(image, progressive));
        Assert.That((read.Width, read.Height), Is.EqualTo((40, 24)));
        Assert.That(read.Rgb.Zip(image.Rgb, (a, b) => Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(8));
    }

    [Test]
    public void Cmyk_jpeg_is_refused() => AssertRefused(NativeEncoders.CmykJpeg(8, 8), "CMYK");

    [Test]
    public void Progressive_jpeg_counts_its_coefficients_against_the_limit()
    {
        var file = NativeEncoders.Jpeg(TestImages.Gradient(16, 16), progressive: true);
        var frame = file.AsSpan().IndexOf<byte>([0xff, 0xc2]);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), 8000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), 8000);
        AssertRefused(file, "549 MiB");
    }

    [Test]
    public void Jpeg_is_turned_upright([Range(1, 8)] int orientation, [Values] bool littleEndian)
    {
        // Blocks of 8 pixels in a corner survive compression: red marks the top left of the stored image, green the top right.
        var rgb = new byte[24 * 16 * 3];
        for (var i = 0; i < 24 * 16; i++)
        {
            if (i / 24 >= 8) continue;
            if (i % 24 < 8) rgb[i * 3] = 255;
            if (i % 24 >= 16) rgb[(i * 3) + 1] = 255;
        }

        var jpeg = TestImages.WithOrientation(NativeEncoders.Jpeg(new RgbImage(24, 16, rgb)), orientation, littleEndian);
        var image = ImageFile.Decode("a.jpg", jpeg);
        Assert.That((image.Width, image.Height), Is.EqualTo(orientation >= 5 ? (16, 24) : (24, 16)));
        // Where the corners of the stored image come to lie: EXIF names the sides of row 0 and of column 0.
        var (red, green) = orientation switch
        {
            1 => ("top left", "top right"),
            2 => ("top right", "top left"),
            3 => ("bottom right", "bottom left"),
            4 => ("bottom left", "bottom right"),
            5 => ("top left", "bottom left"),
            6 => ("top right", "bottom right"),
            7 => ("bottom right", "top right"),
            _ => ("bottom left", "top left"),
        };
        Assert.That(CornerWhere(image, channel: 0), Is.EqualTo(red));
        Assert.That(CornerWhere(image, channel: 1), Is.EqualTo(green));
    }

    [TestCase(0)]
    [TestCase(9)]
    public void An_orientation_that_makes_no_sense_is_ignored(int orientation)
    {
        var jpeg = NativeEncoders.Jpeg(TestImages.Gradient(8, 16));
        AssertSame(ImageFile.Decode("a.jpg", TestImages.WithOrientation(jpeg, orientation, true)), ImageFile.Decode("a.jpg", jpeg));
    }

    [Test]
    public void What_is_no_image_is_refused()
    {
        AssertRefused([], "empty");
        AssertRefused("GIF89a"u8.ToArray(), "not an image of a known kind");
        Assert.That(() => ImageFile.Read("/no/such/cat.jpg"), Throws.TypeOf<ImageFormatException>().With.Message.Contains("cat.jpg: no such file"));
        Assert.That(() => ImageFile.Read(Path.GetTempPath()), Throws.TypeOf<ImageFormatException>().With.Message.Contains("folder"));
    }

    private static void AssertRefused(byte[] content, string reason) => Assert.That(
        () => ImageFile.Decode("dir/a.img", content),
        Throws.TypeOf<ImageFormatException>().With.Message.StartsWith("dir/a.img: ").And.Message.Contains(reason));

    private static void AssertSame(RgbImage actual, RgbImage expected)
    {
        Assert.That((actual.Width, actual.Height), Is.EqualTo((expected.Width, expected.Height)));
        Assert.That(actual.Rgb, Is.EqualTo(expected.Rgb));
    }

    private static string CornerWhere(RgbImage image, int channel)
    {
        foreach (var (name, x, y) in new[] { ("top left", 2, 2), ("top right", image.Width - 3, 2), ("bottom left", 2, image.Height - 3), ("bottom right", image.Width - 3, image.Height - 3) })
        {
            if (image.Rgb[(((y * image.Width) + x) * 3) + channel] > 128) return name;
        }

        return "nowhere";
    }
}
