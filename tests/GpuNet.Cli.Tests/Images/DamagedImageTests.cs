using GpuNet.Images;

namespace GpuNet.Cli.Tests.Images;

/// <summary>A damaged file is read or refused with the typed error, and takes no more memory than allowed.</summary>
public sealed class DamagedImageTests
{
    private static readonly string[] Kinds = ["bmp", "bmp8", "ppm", "jpg", "progressive.jpg", "exif.jpg", "png", "webp"];

    [TestCaseSource(nameof(Kinds))]
    public void Every_cut_is_refused(string kind)
    {
        var file = FileOf(kind);
        // What stands behind the last pixel (JPEG's and PNG's end marks) may be missing in a sound image.
        var needed = kind switch
        {
            "png" => file.Length - 12,
            _ when kind.EndsWith("jpg", StringComparison.Ordinal) => file.Length - 2,
            _ => file.Length,
        };
        for (var length = 0; length < needed; length++)
        {
            var cut = file[..length];
            Assert.That(() => ImageFile.Decode(kind, cut), Throws.TypeOf<ImageFormatException>(), $"{length} of {file.Length} bytes");
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public void Flipped_bytes_never_crash(string kind)
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var file = FileOf(kind);
        var refused = 0;
        for (var round = 0; round < 400; round++)
        {
            var damaged = (byte[])file.Clone();
            // Half of the flips hit the header, where extents and lengths stand.
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(random.Next(2) == 0 ? Math.Min(64, file.Length) : file.Length)] = (byte)random.Next(256);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var image = ImageFile.Decode(kind, damaged);
                Assert.That((long)image.Width * image.Height, Is.LessThanOrEqualTo(ImageLimits.MaxPixels), $"seed {seed}, round {round}");
            }
            catch (ImageFormatException e)
            {
                refused++;
                Assert.That(e.Message, Does.Not.Contain("\n"), $"seed {seed}, round {round}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That(allocated, Is.LessThanOrEqualTo(ImageLimits.MaxBytes + (1 << 20)), $"seed {seed}, round {round}");
        }

        Assert.That(refused, Is.Positive, $"seed {seed}");
    }

    private static byte[] FileOf(string kind)
    {
        var gradient = TestImages.Gradient(19, 11);
        return kind switch
        {
            "bmp" => TestImages.Bmp24(gradient),
            "bmp8" => TestImages.Bmp(5, 3, 8, 0, [.. Enumerable.Range(0, 64).Select(i => (byte)i)], new byte[15], colours: 16),
            "ppm" => TestImages.Ppm(gradient),
            "jpg" => NativeEncoders.Jpeg(gradient),
            "progressive.jpg" => NativeEncoders.Jpeg(gradient, progressive: true),
            "exif.jpg" => TestImages.WithOrientation(NativeEncoders.Jpeg(gradient), 6, littleEndian: false),
            "png" => NativeEncoders.Png(gradient.Rgb, gradient.Width, gradient.Height, format: 2),
            _ => NativeEncoders.WebpLossless(gradient.Rgb, gradient.Width, gradient.Height, 3),
        };
    }
}
