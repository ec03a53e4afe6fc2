using System.Collections.Concurrent;
using GpuNet.Devices;

namespace GpuNet.Kernels;

/// <summary>
/// Arrays that parts of constants are read into and packed in on their way to the device, used again for the next: for each an array of its
/// own would take as much memory as all weights. Packed memory is written to the device from front to back, as memory that is not
/// cached wants it.
/// </summary>
internal static class PackingMemory
{
    // A thread takes no more than a few times that, and reading so much at once costs no more than all at once.
    private const int PartBytes = 256 << 10;

    private static readonly ConcurrentBag<uint[]> Free = [];

    /// <summary>How many layers of a constant to pack at a time.</summary>
    public static int LayersOfPart(PackedExtents extents, TexelFormat format) =>
        Math.Max(1, PartBytes / checked(extents.Width * extents.Height * format.ByteLength()));

    /// <summary>An array of at least so many words, which hold anything.</summary>
    public static uint[] Rent(int words) =>
        Free.TryTake(out var array) && array.Length >= words ? array : new uint[Math.Max(words, PartBytes / sizeof(uint))];

    /// <summary>An array of at least so many words, the first of them zero.</summary>
    public static uint[] RentZeroed(int words)
    {
        var array = Rent(words);
        array.AsSpan(0, words).Clear();
        return array;
    }

    /// <summary>Gives an array back that nobody uses any more.</summary>
    public static void Return(uint[] array) => Free.Add(array);

    /// <summary>Lets go of the arrays that are free.</summary>
    public static void Trim() => Free.Clear();
}
