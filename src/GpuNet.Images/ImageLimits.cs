namespace GpuNet.Images;

/// <summary>How large an image may be. Headers are held against it before anything is allocated.</summary>
public static class ImageLimits
{
    /// <summary>The most pixels.</summary>
    public const long MaxPixels = 100_000_000;

    /// <summary>The most pixels of a row, and the most rows.</summary>
    public const int MaxExtent = 65_535;

    /// <summary>The most memory in bytes, above the file itself, that decoding may take, pixels included.</summary>
    public const long MaxBytes = 256L << 20;

    /// <summary>Checks the extents that a header names.</summary>
    /// <param name="name">What to call the image.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bytesPerPixel">What the decoder holds at its peak for each pixel: the result, and its own memory.</param>
    /// <exception cref="ImageFormatException">The image is empty or too large.</exception>
    internal static void Check(string name, long width, long height, int bytesPerPixel = 3)
    {
        if (width < 1 || height < 1) throw new ImageFormatException($"{name}: an image of {width} x {height} pixels is empty.");
        if (width > MaxExtent || height > MaxExtent)
            throw new ImageFormatException($"{name}: {width} x {height} pixels; at most {MaxExtent} along each side are read.");
        if (width * height > MaxPixels)
            throw new ImageFormatException($"{name}: {width} x {height} pixels are more than the {MaxPixels / 1_000_000} million that are read.");
        if (width * height * bytesPerPixel > MaxBytes)
            throw new ImageFormatException(
                $"{name}: decoding {width} x {height} pixels takes {(width * height * bytesPerPixel) >> 20} MiB, more than the limit of {MaxBytes >> 20} MiB.");
    }
}
