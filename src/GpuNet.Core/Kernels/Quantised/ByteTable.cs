using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>Any function of one byte: RELU, LOGISTIC, HARD_SWISH, QUANTIZE from bytes to bytes, from a table of 256.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices), rounded up.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice), four channels a word; table: byte q + 128 in byte
/// (q + 128) % 4 of texel ((q + 128) / 4, 0, 0).</para>
/// <para>Cost: one word read, and four of the table.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="table">The results.</param>
/// <param name="destination">The output.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct ByteTable(ReadTensor<uint> source, ReadTensor<uint> table, WriteTensor<uint> destination)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var q = UnpackInt8(source.Read(at.X, at.Y, at.Z)) + 128;
        destination.Write(at.X, at.Y, at.Z, PackInt8(new Int4(Entry(q.X), Entry(q.Y), Entry(q.Z), Entry(q.W))));
    }

    private int Entry(int index) => UnpackInt8(table.Read(index / 4, 0, 0))[index % 4];
}
