using System.Collections.Immutable;

namespace GpuNet.Graphs;

/// <summary>The extents of a tensor, outermost first: NHWC for images.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    private readonly ImmutableArray<int> extents;

    /// <summary>A shape of at most four extents, each at least 1.</summary>
    public Shape(params ReadOnlySpan<int> extents)
    {
        foreach (var extent in extents) ArgumentOutOfRangeException.ThrowIfLessThan(extent, 1, nameof(extents));
        this.extents = [.. extents];
    }

    /// <summary>Number of extents; 0 for a scalar.</summary>
    public int Rank => Extents.Length;

    /// <summary>The extents.</summary>
    public ImmutableArray<int> Extents => extents.IsDefault ? [] : extents;

    /// <summary>The extent with number <paramref name="axis"/>, from 0.</summary>
    public int this[int axis] => Extents[axis];

    /// <summary>Number of elements.</summary>
    public long ElementCount
    {
        get
        {
            var count = 1L;
            foreach (var extent in Extents) count = checked(count * extent);
            return count;
        }
    }

    /// <summary>Whether the extents are the same.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Whether any extent differs.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <summary>
    /// The four extents of an image that has the same elements in the same order: [n, c] is (n, 1, 1, c), and any other
    /// rank below four is filled up with ones in front.
    /// </summary>
    /// <exception cref="InvalidOperationException">The rank is above four.</exception>
    public NhwcExtents ToNhwc() => Rank switch
    {
        0 => new NhwcExtents(1, 1, 1, 1),
        1 => new NhwcExtents(1, 1, 1, this[0]),
        2 => new NhwcExtents(this[0], 1, 1, this[1]),
        3 => new NhwcExtents(1, this[0], this[1], this[2]),
        4 => new NhwcExtents(this[0], this[1], this[2], this[3]),
        _ => throw new InvalidOperationException($"{this} has more than four axes."),
    };

    /// <inheritdoc/>
    public bool Equals(Shape other) => Extents.AsSpan().SequenceEqual(other.Extents.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var extent in Extents) hash.Add(extent);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Extents)}]";
}

/// <summary>The extents of an image or of anything seen as one.</summary>
/// <param name="Batch">Number of images.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Channels">Values of a pixel.</param>
public readonly record struct NhwcExtents(int Batch, int Height, int Width, int Channels)
{
    /// <summary>Slices of four channels: channels / 4, rounded up.</summary>
    public int Slices => (Channels + 3) / 4;
}
