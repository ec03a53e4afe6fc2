using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>Extents that are likely to go wrong.</summary>
internal static class AwkwardShapes
{
    /// <summary>
    /// Images: one pixel; odd everything; rows of a narrow and of a wide tile with a rest; three images whose slices make no pairs;
    /// rows longer than a workgroup of tiles; one column; more channels than any tile; a vector.
    /// </summary>
    public static IReadOnlyList<NhwcExtents> Images { get; } =
    [
        new(1, 1, 1, 1), new(1, 7, 5, 3), new(3, 4, 9, 8), new(3, 5, 6, 5), new(1, 2, 131, 2), new(1, 33, 1, 17),
        new(2, 1, 1, 37), new(1, 12, 16, 33), new(1, 1, 263, 1), new(1, 3, 67, 4), new(3, 9, 11, 12), new(1, 8, 8, 64),
    ];

    /// <summary>Numbers of channels: below, at and above a slice, a pair of slices and a workgroup.</summary>
    public static IReadOnlyList<int> Channels { get; } = [1, 9, 16, 10, 3, 4, 21, 7, 2, 40, 8, 130];

    /// <summary>The image with number <paramref name="number"/>, counted round.</summary>
    public static NhwcExtents Image(int number) => Images[number % Images.Count];

    /// <summary>Extents as a shape of four axes.</summary>
    public static Shape ToShape(this NhwcExtents extents) => new(extents.Batch, extents.Height, extents.Width, extents.Channels);

    /// <summary>The image with number <paramref name="number"/> as a shape of any rank that it has: four axes, and fewer where the leading
    /// ones are 1.</summary>
    public static Shape AnyRank(int number)
    {
        var image = Image(number);
        return (number / 3 % 4, image) switch
        {
            (1, { Batch: 1 }) => new Shape(image.Height, image.Width, image.Channels),
            (2, { Height: 1, Width: 1 }) => new Shape(image.Batch, image.Channels),
            (2, _) => new Shape(image.Height, image.Channels),
            (3, _) => new Shape(image.Channels * image.Width),
            _ => image.ToShape(),
        };
    }
}
