using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>A shape of up to four axes with ones in front, or the strides of one.</summary>
internal readonly record struct FourExtents(int E0, int E1, int E2, int E3)
{
    /// <summary>Number of elements.</summary>
    public int Count => E0 * E1 * E2 * E3;

    /// <summary>The shape, filled up with ones in front.</summary>
    public static FourExtents Of(Shape shape)
    {
        Span<int> four = [1, 1, 1, 1];
        shape.Extents.AsSpan().CopyTo(four[(4 - shape.Rank)..]);
        return new FourExtents(four[0], four[1], four[2], four[3]);
    }

    /// <summary>How far one step along each axis leads; nowhere along an extent of 1, which repeats.</summary>
    public FourExtents BroadcastStrides() => new(
        E0 == 1 ? 0 : E1 * E2 * E3, E1 == 1 ? 0 : E2 * E3, E2 == 1 ? 0 : E3, E3 == 1 ? 0 : 1);

    /// <summary>The element at a position, for strides.</summary>
    public int Index(int i, int j, int k, int l) => (i * E0) + (j * E1) + (k * E2) + (l * E3);
}
