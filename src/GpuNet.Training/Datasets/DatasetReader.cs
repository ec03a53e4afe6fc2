namespace GpuNet.Datasets;

/// <summary>Finds out what kind of dataset a path is, and lists its images.</summary>
public static class DatasetReader
{
    private static readonly HashSet<string> ImageExtensions =
        new([".jpg", ".jpeg", ".png", ".webp", ".bmp", ".ppm", ".pgm"], StringComparer.OrdinalIgnoreCase);

    // Links may lead a folder into itself.
    private static readonly EnumerationOptions AllFiles = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    private static readonly EnumerationOptions HereOnly = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };

    /// <summary>
    /// Lists a dataset: a folder with a subfolder for each class; a folder of Labelme (<c>.json</c>) or Pascal VOC (<c>.xml</c>)
    /// annotations beside their images; or a list of images and classes, <c>.csv</c> or <c>.jsonl</c>.
    /// </summary>
    /// <exception cref="DatasetException">There is no such dataset, it cannot be read, or it has no image.</exception>
    public static Dataset Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var samples = Directory.Exists(path) ? ReadFolder(path) : ReadFile(path);
            if (samples.Count == 0) throw new DatasetException($"{path}: has no images.");
            if (samples.FirstOrDefault(s => s.Label.Length == 0 || s.Label.Any(char.IsControl)) is { } bad)
                throw new DatasetException($"{path}: the class of {bad} is empty or has a control character in its name.");
            return new Dataset(path, [.. samples.Distinct().OrderBy(s => s.Path, StringComparer.Ordinal).ThenBy(s => s.Label, StringComparer.Ordinal)
                .ThenBy(s => s.Crop?.ToString(), StringComparer.Ordinal)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Every image below a folder, in ordinal order: what calibration takes, which asks for no classes.</summary>
    /// <exception cref="DatasetException">There is no such folder, or no image in it.</exception>
    public static IReadOnlyList<string> Images(string folder)
    {
        if (!Directory.Exists(folder)) throw new DatasetException($"{folder}: no such folder.");
        var images = ImagesBelow(folder);
        return images.Count > 0 ? images : throw new DatasetException($"{folder}: has no images (JPEG, PNG, WebP, BMP, PPM or PGM).");
    }

    private static List<Sample> ReadFolder(string path)
    {
        var classes = Directory.GetDirectories(path, "*", HereOnly).Order(StringComparer.Ordinal).ToList();
        var samples = classes.SelectMany(folder => ImagesBelow(folder).Select(image => new Sample(image, Path.GetFileName(folder)))).ToList();
        var annotations = Directory.EnumerateFiles(path, "*", HereOnly).Where(AnnotationFile.IsOne).Order(StringComparer.Ordinal).ToList();
        if (annotations.Count > 0) return [.. annotations.SelectMany(AnnotationFile.Read)];
        if (samples.Count > 0) return samples;

        // A folder of folders of annotations is one dataset: their own names count, not the folders'.
        annotations = [.. classes.SelectMany(folder => Directory.EnumerateFiles(folder, "*", AllFiles)).Where(AnnotationFile.IsOne).Order(StringComparer.Ordinal)];
        if (annotations.Count > 0) return [.. annotations.SelectMany(AnnotationFile.Read)];
        if (classes.Count == 0 && ImagesBelow(path).Count > 0)
            throw new DatasetException($"{path}: has images but no folders; put the images of each class into a folder with the name of the class.");
        throw new DatasetException(classes.Count == 0
            ? $"{path}: is empty; it should have a folder of images for each class."
            : $"{path}: none of its {classes.Count} folders has an image (JPEG, PNG, WebP, BMP, PPM or PGM).");
    }

    private static IReadOnlyList<Sample> ReadFile(string path)
    {
        if (!File.Exists(path)) throw new DatasetException($"{path}: no such folder or file.");
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => ImageList.ReadCsv(path),
            ".JSONL" or ".NDJSON" => ImageList.ReadJsonLines(path),
            _ => throw new DatasetException($"{path}: is no dataset: that is a folder, a .csv or a .jsonl file."),
        };
    }

    private static List<string> ImagesBelow(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", AllFiles).Where(file => ImageExtensions.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal),
    ];
}
