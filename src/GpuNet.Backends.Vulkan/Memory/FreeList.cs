using System.Numerics;

namespace GpuNet.Backends.Vulkan;

/// <summary>Hands out ranges of a block of memory: best fit, and neighbours that are free grow together.</summary>
/// <remarks>Not safe for several threads. Searches in time linear in the number of free ranges, which are few.</remarks>
internal sealed class FreeList
{
    // By offset; no two touch.
    private readonly List<(ulong Offset, ulong Size)> free;

    /// <param name="capacity">Bytes of the block.</param>
    public FreeList(ulong capacity)
    {
        Capacity = capacity;
        free = [(0, capacity)];
    }

    /// <summary>Bytes of the block.</summary>
    public ulong Capacity { get; }

    /// <summary>Bytes that are not handed out, those lost to alignment among them.</summary>
    public ulong FreeBytes => free.Aggregate(0UL, (sum, range) => sum + range.Size);

    /// <summary>Whether nothing is handed out.</summary>
    public bool IsEmpty => free is [{ Offset: 0 } only] && only.Size == Capacity;

    /// <summary>Takes a range.</summary>
    /// <param name="size">Bytes, at least 1.</param>
    /// <param name="alignment">A power of two that divides the offset.</param>
    /// <param name="offset">Where the range starts.</param>
    /// <returns>False if no free range is large enough.</returns>
    public bool TryAllocate(ulong size, ulong alignment, out ulong offset)
    {
        ArgumentOutOfRangeException.ThrowIfZero(size);
        if (!BitOperations.IsPow2(alignment))
            throw new ArgumentOutOfRangeException(nameof(alignment), alignment, "An alignment is a power of two.");
        var best = -1;
        offset = 0;
        for (var i = 0; i < free.Count; i++)
        {
            var start = (free[i].Offset + alignment - 1) & ~(alignment - 1);
            var padding = start - free[i].Offset;
            if (free[i].Size < padding || free[i].Size - padding < size) continue;
            if (best >= 0 && free[best].Size <= free[i].Size) continue;
            best = i;
            offset = start;
        }

        if (best < 0) return false;
        var (first, length) = free[best];
        free.RemoveAt(best);
        var end = offset + size;
        if (first + length > end) free.Insert(best, (end, first + length - end));
        if (offset > first) free.Insert(best, (first, offset - first));
        return true;
    }

    /// <summary>Gives a range back, exactly as it was taken.</summary>
    /// <exception cref="ArgumentException">Part of the range is free already, or outside the block.</exception>
    public void Free(ulong offset, ulong size)
    {
        var next = free.FindIndex(range => range.Offset > offset);
        if (next < 0) next = free.Count;
        var end = offset + size;
        var overlapsNext = next < free.Count && free[next].Offset < end;
        var overlapsPrevious = next > 0 && free[next - 1].Offset + free[next - 1].Size > offset;
        if (size == 0 || end < offset || end > Capacity || overlapsNext || overlapsPrevious)
            throw new ArgumentException($"{size} bytes at {offset} are not handed out.", nameof(offset));

        if (next < free.Count && free[next].Offset == end)
        {
            end += free[next].Size;
            free.RemoveAt(next);
        }

        if (next > 0 && free[next - 1].Offset + free[next - 1].Size == offset)
        {
            offset = free[next - 1].Offset;
            free.RemoveAt(--next);
        }

        free.Insert(next, (offset, end - offset));
    }
}
