namespace GpuNet.Datasets;

/// <summary>Images with a class each, as a folder, a list or annotations name them. Nothing has been decoded.</summary>
/// <param name="Source">The folder or file that they come from.</param>
/// <param name="Samples">The images, in ordinal order of path, class and crop.</param>
public sealed record Dataset(string Source, IReadOnlyList<Sample> Samples)
{
    /// <summary>The names of the classes in ordinal order: the order of a model's outputs.</summary>
    public IReadOnlyList<string> Classes { get; } = [.. Samples.Select(s => s.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>An image, or a part of one, and its class.</summary>
/// <param name="Path">The image's file.</param>
/// <param name="Label">The name of its class.</param>
/// <param name="Crop">The part that shows it; null for all of it.</param>
public sealed record Sample(string Path, string Label, CropBox? Crop = null)
{
    /// <inheritdoc/>
    public override string ToString() => Crop is { } box ? $"{Path} [{box}]" : Path;
}

/// <summary>A rectangle of pixels.</summary>
/// <param name="X">Pixels to its left.</param>
/// <param name="Y">Rows above it.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
public readonly record struct CropBox(int X, int Y, int Width, int Height)
{
    /// <summary>The smallest rectangle of whole pixels around real corners.</summary>
    public static CropBox Around(double left, double top, double right, double bottom)
    {
        var (x, y) = (Whole(Math.Floor(Math.Min(left, right))), Whole(Math.Floor(Math.Min(top, bottom))));
        return new CropBox(x, y, Whole(Math.Ceiling(Math.Max(left, right))) - x, Whole(Math.Ceiling(Math.Max(top, bottom))) - y);
    }

    /// <summary>The part of the rectangle that lies in an image.</summary>
    public CropBox Within(int imageWidth, int imageHeight)
    {
        var (left, top) = (Math.Clamp(X, 0, imageWidth), Math.Clamp(Y, 0, imageHeight));
        var right = (int)Math.Clamp((long)X + Width, left, imageWidth);
        var bottom = (int)Math.Clamp((long)Y + Height, top, imageHeight);
        return new CropBox(left, top, right - left, bottom - top);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{X},{Y} {Width}x{Height}";

    // Within the extents of any image, with room for sums.
    private static int Whole(double value) => double.IsNaN(value) ? 0 : (int)Math.Clamp(value, -(1 << 24), 1 << 24);
}
