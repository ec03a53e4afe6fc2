namespace GpuNet.Images.Codecs;

/// <summary>Turns an image upright that is stored as the camera was held.</summary>
internal static class Orientation
{
    /// <summary>The upright image, for EXIF's orientation: 1 as it is, 2 mirrored, 3 half a turn, 4 upside down, 5 to 8 the
    /// same with rows and columns exchanged.</summary>
    public static RgbImage Apply(RgbImage image, int orientation)
    {
        if (orientation == 1) return image;
        var exchanged = orientation >= 5;
        var (width, height) = exchanged ? (image.Height, image.Width) : (image.Width, image.Height);
        var fromRight = orientation is 2 or 3 or 7 or 8;
        var fromBottom = orientation is 3 or 4 or 6 or 7;
        var rgb = new byte[image.Rgb.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (sourceX, sourceY) = exchanged ? (y, x) : (x, y);
                if (fromRight) sourceX = image.Width - 1 - sourceX;
                if (fromBottom) sourceY = image.Height - 1 - sourceY;
                var source = ((sourceY * image.Width) + sourceX) * 3;
                var destination = ((y * width) + x) * 3;
                rgb[destination] = image.Rgb[source];
                rgb[destination + 1] = image.Rgb[source + 1];
                rgb[destination + 2] = image.Rgb[source + 2];
            }
        }

        return new RgbImage(width, height, rgb);
    }
}
