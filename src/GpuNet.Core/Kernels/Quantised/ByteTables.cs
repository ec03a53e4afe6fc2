namespace GpuNet.Kernels;

/// <summary>Packs the tables of <see cref="ByteTable"/>.</summary>
internal static class ByteTables
{
    private const int Entries = 256;

    /// <summary>The texels that <see cref="Pack"/> makes.</summary>
    public static PackedExtents Extents { get; } = new(Entries / 4, 1, 1);

    /// <param name="function">The result for each signed byte of the device; clamped to a signed byte here.</param>
    public static PackedWords Pack(Func<int, int> function)
    {
        var packed = new PackedWords(Extents, wordsOfTexel: 1);
        for (var i = 0; i < Entries; i++)
        {
            var value = Math.Clamp(function(i + sbyte.MinValue), sbyte.MinValue, sbyte.MaxValue);
            packed[i / 4, 0, 0, 0] |= (uint)(byte)value << (8 * (i % 4));
        }

        return packed;
    }
}
