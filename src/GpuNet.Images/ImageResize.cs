namespace GpuNet.Images;

/// <summary>Changes the extents of an image.</summary>
public static class ImageResize
{
    // Weights are integers in units of 2^-22: 8 bits of a pixel, and one more against overflow of the sum, stay below 31.
    private const int WeightBits = 22;
    private const int Half = 1 << (WeightBits - 1);

    /// <summary>
    /// Resizes the whole image, without cropping. Each pixel is a weighted mean around its centre: a triangle that reaches
    /// one pixel to each side (bilinear), or, where the image shrinks, as far as one pixel of the result (so nothing is
    /// skipped). Rows first, then columns, each rounded to 8 bits. Integers throughout: the same result on every machine.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="width">Pixels of a row of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    public static RgbImage Resize(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (width != image.Width) image = ResizeRows(image, width);
        if (height != image.Height) image = ResizeColumns(image, height);
        return image;
    }

    private static RgbImage ResizeRows(RgbImage image, int width)
    {
        var windows = Windows(image.Width, width);
        var rgb = new byte[checked(width * image.Height * 3)];
        for (var y = 0; y < image.Height; y++)
        {
            var source = image.Rgb.AsSpan(y * image.Width * 3, image.Width * 3);
            var destination = rgb.AsSpan(y * width * 3, width * 3);
            for (var x = 0; x < width; x++)
            {
                var (first, weights) = windows[x];
                int red = Half, green = Half, blue = Half;
                for (var i = 0; i < weights.Length; i++)
                {
                    var pixel = source.Slice((first + i) * 3, 3);
                    red += pixel[0] * weights[i];
                    green += pixel[1] * weights[i];
                    blue += pixel[2] * weights[i];
                }

                destination[x * 3] = Rounded(red);
                destination[(x * 3) + 1] = Rounded(green);
                destination[(x * 3) + 2] = Rounded(blue);
            }
        }

        return new RgbImage(width, image.Height, rgb);
    }

    private static RgbImage ResizeColumns(RgbImage image, int height)
    {
        var windows = Windows(image.Height, height);
        var stride = image.Width * 3;
        var rgb = new byte[checked(stride * height)];
        var sums = new int[stride];
        for (var y = 0; y < height; y++)
        {
            var (first, weights) = windows[y];
            Array.Fill(sums, Half);
            for (var i = 0; i < weights.Length; i++)
            {
                var source = image.Rgb.AsSpan((first + i) * stride, stride);
                for (var x = 0; x < stride; x++) sums[x] += source[x] * weights[i];
            }

            var destination = rgb.AsSpan(y * stride, stride);
            for (var x = 0; x < stride; x++) destination[x] = Rounded(sums[x]);
        }

        return new RgbImage(image.Width, height, rgb);
    }

    private static byte Rounded(int sum) => (byte)Math.Clamp(sum >> WeightBits, 0, 255);

    // For each pixel of the result: the first pixel that it is made of, and the weight of that and the following ones.
    private static (int First, int[] Weights)[] Windows(int from, int to)
    {
        var step = (double)from / to;
        var reach = Math.Max(step, 1);
        var windows = new (int First, int[] Weights)[to];
        for (var i = 0; i < to; i++)
        {
            var centre = (i + 0.5) * step;
            var first = Math.Max((int)(centre - reach + 0.5), 0);
            var end = Math.Min((int)(centre + reach + 0.5), from);
            var triangle = new double[end - first];
            for (var k = 0; k < triangle.Length; k++)
                triangle[k] = Math.Max(0, 1 - Math.Abs((first + k + 0.5 - centre) / reach));
            var total = triangle.Sum();
            windows[i] = (first, Array.ConvertAll(triangle, w => (int)((w / total * (1 << WeightBits)) + 0.5)));
        }

        return windows;
    }
}
