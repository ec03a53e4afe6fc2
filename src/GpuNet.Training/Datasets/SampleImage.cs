using GpuNet.Images;

namespace GpuNet.Datasets;

/// <summary>Decodes the image of a sample.</summary>
internal static class SampleImage
{
    /// <summary>Reads and decodes it.</summary>
    /// <exception cref="ImageFormatException">The image cannot be read, or its part lies outside.</exception>
    public static RgbImage Read(Sample sample) => Decode(sample, ImageFile.ReadBytes(sample.Path));

    /// <summary>Decodes it from the bytes of its file.</summary>
    /// <exception cref="ImageFormatException">They are no image, or its part lies outside.</exception>
    public static RgbImage Decode(Sample sample, ReadOnlySpan<byte> file)
    {
        var image = ImageFile.Decode(sample.Path, file);
        if (sample.Crop is not { } box) return image;
        var inside = box.Within(image.Width, image.Height);
        if (inside.Width < 1 || inside.Height < 1)
            throw new ImageFormatException($"{sample.Path}: the box {box} lies outside its {image.Width} x {image.Height} pixels.");
        return Crop(image, inside);
    }

    /// <summary>The pixels of a rectangle that lies within an image.</summary>
    public static RgbImage Crop(RgbImage image, CropBox box)
    {
        var rgb = new byte[box.Width * box.Height * 3];
        for (var y = 0; y < box.Height; y++)
            image.Rgb.AsSpan((((box.Y + y) * image.Width) + box.X) * 3, box.Width * 3).CopyTo(rgb.AsSpan(y * box.Width * 3));
        return new RgbImage(box.Width, box.Height, rgb);
    }
}
