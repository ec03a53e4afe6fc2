using GpuNet.Images;

namespace GpuNet.Datasets;

/// <summary>How far images are changed at random, so that a network learns what does not matter.</summary>
/// <param name="Flip">Mirrors every second image left to right.</param>
/// <param name="Crop">The most that is cut away of each side, as a share of it: 0 to 0.9.</param>
/// <param name="Colour">The most that brightness, contrast and each colour are changed by, as a share: 0 to 0.9.</param>
/// <param name="Rotation">The most degrees of rotation, either way: 0 to 180.</param>
public sealed record Augmentation(bool Flip = true, double Crop = 0.15, double Colour = 0.2, double Rotation = 10)
{
    /// <summary>
    /// A changed image of the extents that are asked for. The same seed gives the same image. What rotation brings in from
    /// outside repeats the pixels of the border.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="width">Pixels of a row of the result.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="seed">Chooses the change.</param>
    public RgbImage Apply(RgbImage image, int width, int height, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(image);
        var random = new SplitMix(seed);
        var (keptWidth, keptHeight) = (1 - (Crop * random.NextDouble()), 1 - (Crop * random.NextDouble()));
        var left = (1 - keptWidth) * random.NextDouble() * image.Width;
        var top = (1 - keptHeight) * random.NextDouble() * image.Height;
        var box = CropBox.Around(left, top, left + (keptWidth * image.Width), top + (keptHeight * image.Height)).Within(image.Width, image.Height);
        var isMirrored = Flip && random.NextDouble() < 0.5;
        var angle = Rotation * Math.PI / 180 * Signed(ref random);
        var result = ImageResize.Resize(SampleImage.Crop(image, box), width, height);
        if (isMirrored || angle != 0) result = Turn(result, angle, isMirrored);
        return Colour > 0 ? Recolour(result, ref random) : result;
    }

    private static double Signed(ref SplitMix random) => (2 * random.NextDouble()) - 1;

    // Rotates around the centre, each pixel from the four around its origin.
    private static RgbImage Turn(RgbImage image, double angle, bool isMirrored)
    {
        var (sin, cos) = Math.SinCos(angle);
        var (centreX, centreY) = ((image.Width - 1) / 2.0, (image.Height - 1) / 2.0);
        var rgb = new byte[image.Rgb.Length];
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var (fromX, fromY) = (x - centreX, y - centreY);
                if (isMirrored) fromX = -fromX;
                var sourceX = Math.Clamp((cos * fromX) + (sin * fromY) + centreX, 0, image.Width - 1);
                var sourceY = Math.Clamp((cos * fromY) - (sin * fromX) + centreY, 0, image.Height - 1);
                Blend(image, sourceX, sourceY, rgb.AsSpan(((y * image.Width) + x) * 3, 3));
            }
        }

        return new RgbImage(image.Width, image.Height, rgb);
    }

    private static void Blend(RgbImage image, double x, double y, Span<byte> pixel)
    {
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, image.Width - 1), Math.Min(top + 1, image.Height - 1));
        var (shareX, shareY) = (x - left, y - top);
        for (var channel = 0; channel < 3; channel++)
        {
            var above = (At(left, top) * (1 - shareX)) + (At(right, top) * shareX);
            var below = (At(left, bottom) * (1 - shareX)) + (At(right, bottom) * shareX);
            pixel[channel] = (byte)((above * (1 - shareY)) + (below * shareY) + 0.5);

            double At(int column, int row) => image.Rgb[(((row * image.Width) + column) * 3) + channel];
        }
    }

    private RgbImage Recolour(RgbImage image, ref SplitMix random)
    {
        var brightness = 255 * Colour / 2 * Signed(ref random);
        var contrast = 1 + (Colour * Signed(ref random));
        var tables = new byte[3][];
        for (var channel = 0; channel < 3; channel++)
        {
            var gain = contrast * (1 + (Colour / 2 * Signed(ref random)));
            tables[channel] = [.. Enumerable.Range(0, 256).Select(v => (byte)Math.Clamp(((v - 127.5) * gain) + 127.5 + brightness + 0.5, 0, 255))];
        }

        var rgb = new byte[image.Rgb.Length];
        for (var i = 0; i < rgb.Length; i++) rgb[i] = tables[i % 3][image.Rgb[i]];
        return new RgbImage(image.Width, image.Height, rgb);
    }
}
