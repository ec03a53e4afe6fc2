using System.Collections.Concurrent;

namespace GpuNet.Kernels;

/// <summary>
/// Arrays that constants are packed in on their way to the device, used again for the next: for each constant one of its own would take as
/// much memory as all weights. Packed memory is written to the device from front to back, as memory that is not cached wants it.
/// </summary>
internal static class PackingMemory
{
    private static readonly ConcurrentBag<uint[]> Free = [];

    /// <summary>An array of at least so many words, the first of them zero.</summary>
    public static uint[] Rent(int words)
    {
        if (!Free.TryTake(out var array) || array.Length < words) return new uint[words];
        array.AsSpan(0, words).Clear();
        return array;
    }

    /// <summary>Gives an array back that nobody uses any more.</summary>
    public static void Return(uint[] array) => Free.Add(array);

    /// <summary>Lets go of the arrays that are free.</summary>
    public static void Trim() => Free.Clear();
}
