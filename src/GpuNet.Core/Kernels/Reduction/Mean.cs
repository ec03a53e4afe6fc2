using GpuNet.Language;

namespace GpuNet.Kernels;

/// <summary>MEAN over any of the axes; the axes stay, with extent one.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: source (x, y, batch * input slices + slice); destination (x, y, batch * output slices + slice).</para>
/// <para>Cost: one texel read for each element that is averaged, times four over channels.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="inputSlices">Slices of one image of the input.</param>
/// <param name="outputSlices">Slices of one image of the output.</param>
/// <param name="countBatch">How many images are averaged; one if the axis stays.</param>
/// <param name="countY">How many rows are averaged.</param>
/// <param name="countX">How many pixels of a row are averaged.</param>
/// <param name="countChannels">How many channels are averaged.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct Mean(
    ReadTensor<Float4> source,
    WriteTensor<Float4> destination,
    int inputSlices,
    int outputSlices,
    int countBatch,
    int countY,
    int countX,
    int countChannels)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var batch = at.Z / outputSlices;
        var slice = at.Z % outputSlices;
        var sum = new Float4(0f);
        for (var n = 0; n < countBatch; n++)
        {
            for (var y = 0; y < countY; y++)
            {
                for (var x = 0; x < countX; x++)
                {
                    // One of the two along each axis is 0: an axis that is averaged has one output.
                    if (countChannels == 1) sum += source.Read(at.X + x, at.Y + y, ((batch + n) * inputSlices) + slice);
                    else sum += new Float4(SumOfChannels(at.X + x, at.Y + y, (batch + n) * inputSlices), 0f, 0f, 0f);
                }
            }
        }

        destination.Write(at.X, at.Y, at.Z, sum / (float)(countBatch * countY * countX * countChannels));
    }

    private float SumOfChannels(int x, int y, int firstLayer)
    {
        var sum = 0f;
        for (var c = 0; c < countChannels; c++) sum += source.Read(x, y, firstLayer + (c / 4))[c % 4];
        return sum;
    }
}
