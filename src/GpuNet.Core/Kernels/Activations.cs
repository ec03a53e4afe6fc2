using GpuNet.Graphs;

namespace GpuNet.Kernels;

/// <summary>Packs a constant operand like an activation: from NHWC into slices of four channels.</summary>
internal static class Activations
{
    /// <summary>The texels that <see cref="Pack(ReadOnlySpan{float}, NhwcExtents)"/> makes.</summary>
    public static PackedExtents Extents(NhwcExtents extents) => new(extents.Width, extents.Height, extents.Batch * extents.Slices);

    /// <param name="values">Signed bytes in the order of NHWC.</param>
    /// <param name="extents">Their extents.</param>
    public static PackedWords Pack(ReadOnlySpan<sbyte> values, NhwcExtents extents)
    {
        var packed = new PackedWords(Extents(extents), wordsOfTexel: 1);
        for (var i = 0; i < values.Length; i++)
        {
            var (pixel, c) = Math.DivRem(i, extents.Channels);
            var (row, x) = Math.DivRem(pixel, extents.Width);
            var (n, y) = Math.DivRem(row, extents.Height);
            packed[x, y, (n * extents.Slices) + (c / 4), 0] |= (uint)(byte)values[i] << (8 * (c % 4));
        }

        return packed;
    }

    /// <param name="values">Elements in the order of NHWC.</param>
    /// <param name="extents">Their extents.</param>
    public static PackedTexels Pack(ReadOnlySpan<float> values, NhwcExtents extents)
    {
        var packed = new PackedTexels(Extents(extents));
        var next = 0;
        for (var n = 0; n < extents.Batch; n++)
        {
            for (var y = 0; y < extents.Height; y++)
            {
                for (var x = 0; x < extents.Width; x++)
                {
                    for (var c = 0; c < extents.Channels; c++) packed[x, y, (n * extents.Slices) + (c / 4), c % 4] = values[next++];
                }
            }
        }

        return packed;
    }
}
