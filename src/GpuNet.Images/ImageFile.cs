using GpuNet.Images.Codecs;

namespace GpuNet.Images;

/// <summary>Reads image files: JPEG, PNG, WebP, BMP and PPM or PGM. The kind is told from the content, not the name.</summary>
public static class ImageFile
{
    // A BMP of as many pixels as are read at all stays below it.
    private const long MaxFileBytes = 512L << 20;

    /// <summary>Reads an image. What is transparent is laid over white; JPEG is turned upright as its EXIF data asks.</summary>
    /// <param name="path">A file.</param>
    /// <exception cref="ImageFormatException">The file is missing, is no such image, is cut off or damaged, or is larger
    /// than <see cref="ImageLimits"/> allows.</exception>
    /// <exception cref="ImageLibraryMissingException">The library that decodes this kind of image is not installed.</exception>
    public static RgbImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Decode(path, ReadBytes(path));
    }

    /// <summary>Reads an image that is in memory; see <see cref="Read"/>.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="content">The bytes of the file.</param>
    public static RgbImage Decode(string name, ReadOnlySpan<byte> content)
    {
        if (JpegCodec.Recognises(content)) return JpegCodec.Decode(name, content);
        if (PngCodec.Recognises(content)) return PngCodec.Decode(name, content);
        if (WebpCodec.Recognises(content)) return WebpCodec.Decode(name, content);
        if (BmpCodec.Recognises(content)) return BmpCodec.Decode(name, content);
        if (PnmCodec.Recognises(content)) return PnmCodec.Decode(name, content);
        throw new ImageFormatException(content.IsEmpty
            ? $"{name}: the file is empty."
            : $"{name}: not an image of a known kind (JPEG, PNG, WebP, BMP, PPM).");
    }

    /// <summary>The usual extension of the kind of image that a file's first bytes tell, such as <c>.jpg</c>; null for no known kind.</summary>
    public static string? ExtensionOf(ReadOnlySpan<byte> content)
    {
        if (JpegCodec.Recognises(content)) return ".jpg";
        if (PngCodec.Recognises(content)) return ".png";
        if (WebpCodec.Recognises(content)) return ".webp";
        if (BmpCodec.Recognises(content)) return ".bmp";
        return PnmCodec.Recognises(content) ? ".ppm" : null;
    }

    /// <summary>The bytes of an image's file.</summary>
    /// <exception cref="ImageFormatException">The file is missing, may not be read, or is too large.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (!file.CanSeek) throw new ImageFormatException($"{path}: not a regular file.");
            if (file.Length > MaxFileBytes)
                throw new ImageFormatException($"{path}: {file.Length >> 20} MiB is too large for an image; at most {MaxFileBytes >> 20} MiB are read.");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImageFormatException($"{path}: no such file.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ImageFormatException(Directory.Exists(path) ? $"{path}: is a folder, not an image." : $"{path}: may not be read.", e);
        }
        catch (IOException e)
        {
            throw new ImageFormatException($"{path}: cannot be read: {e.Message}", e);
        }
    }
}
