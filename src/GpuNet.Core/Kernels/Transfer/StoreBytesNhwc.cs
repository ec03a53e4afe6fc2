using GpuNet.Language;

namespace GpuNet.Kernels;

/// <summary>Brings a tensor of bytes into the order of NHWC, for the caller to read.</summary>
/// <remarks>
/// <para>Grid: one invocation for each word of the output, in one dimension, rounded up: no two write to one word.</para>
/// <para>Layouts: source (x, y, batch * slices + slice), four channels a word; destination ((n * height + y) * width + x) *
/// channels + c, four bytes a word.</para>
/// <para>Cost: four words read.</para>
/// </remarks>
/// <param name="source">The tensor.</param>
/// <param name="destination">The bytes; its last word is filled up with zeros.</param>
/// <param name="channels">Channels of the tensor.</param>
/// <param name="slices">Slices of one image.</param>
/// <param name="count">Number of bytes.</param>
/// <param name="flip">0x80808080 for unsigned bytes, which the device stores less 128; 0 for signed ones.</param>
[Kernel(64)]
internal readonly partial struct StoreBytesNhwc(
    ReadTensor<uint> source,
    ReadWriteBuffer<uint> destination,
    int channels,
    int slices,
    int count,
    uint flip)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Length) return;
        var index = at.X * 4;
        destination[at.X] = Byte(index) | (Byte(index + 1) << 8) | (Byte(index + 2) << 16) | (Byte(index + 3) << 24);
    }

    private uint Byte(int index)
    {
        if (index >= count) return 0u;
        var c = index % channels;
        var pixel = index / channels;
        var x = pixel % source.Width;
        var row = pixel / source.Width;
        var y = row % source.Height;
        var n = row / source.Height;
        var word = source.Read(x, y, (n * slices) + (c / 4)) ^ flip;
        return (word >> (c % 4 * 8)) & 255u;
    }
}
