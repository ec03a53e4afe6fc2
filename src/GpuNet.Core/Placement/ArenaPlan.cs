namespace GpuNet.Placement;

/// <summary>Where tensors lie in one stretch of memory.</summary>
/// <param name="Offsets">The first byte of each tensor, by its index; a multiple of the alignment.</param>
/// <param name="TotalBytes">Bytes of the whole stretch, rounded up to the alignment.</param>
/// <param name="LargestLiveBytes">The most that is alive at any one step, without alignment: no placement can do with less.</param>
public sealed record ArenaPlan(IReadOnlyDictionary<int, long> Offsets, long TotalBytes, long LargestLiveBytes);

/// <summary>A way to place tensors in one stretch of memory, so that those alive at the same step do not overlap. A pure function.</summary>
public interface IArenaStrategy
{
    /// <summary>What to call it.</summary>
    string Name { get; }

    /// <summary>Places the tensors.</summary>
    /// <param name="usages">What to place, in any order, which the plan does not depend on.</param>
    /// <param name="alignment">Every offset is a multiple of this, at least 1.</param>
    /// <exception cref="ArgumentException">A usage is unsound, or two have the same tensor.</exception>
    /// <exception cref="OverflowException">The sizes add up to more than 2^63 bytes.</exception>
    ArenaPlan Place(IReadOnlyList<Usage> usages, int alignment);
}
